# shellcheck shell=sh
# Defines tfsso_read, which reads a part that is rarely needed from its file, and tfsso_fail.
# reads: tfsso_prefix; sets:

tfsso_read() { # PART
  # Test for the file first: if it is missing, sh itself prints a message.
  { [ -f "$tfsso_prefix/libexec/$1.sh" ] && command . "$tfsso_prefix/libexec/$1.sh"; } || {
    echo "tfsso: the installation in $tfsso_prefix is damaged: run its install.sh again" >&2
    exit 1
  }
}
tfsso_fail() { # FAILURE: prints its message and exits
  command . "$tfsso_prefix/libexec/failures.sh" # not tfsso_read, whose $1 is the part
  exit 1
}
