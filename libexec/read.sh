# shellcheck shell=sh
# Defines tfsso_read, which reads a part that is rarely needed from its file, and tfsso_fail.
# reads: tfsso_prefix; sets:

tfsso_read() { # PART ARGUMENTS...
  tfsso_part=$tfsso_prefix/libexec/$1.sh
  shift
  # If the file is missing, sh would print a line of its own.
  { [ -f "$tfsso_part" ] && command . "$tfsso_part"; } || {
    echo "tfsso: the installation in $tfsso_prefix is damaged: run its install.sh again" >&2
    exit 1
  }
}
tfsso_fail() { # FAILURE: prints its message and exits
  tfsso_read failures "$1"
}
