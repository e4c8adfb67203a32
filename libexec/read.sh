# shellcheck shell=sh
# Reading the parts that are rarely needed.
# reads: tfsso_prefix; sets:

tfsso_read() { # PART
  command . "$tfsso_prefix/libexec/$1.sh" || {
    echo "tfsso: the installation in $tfsso_prefix is damaged: run its install.sh again" >&2
    exit 1
  }
}
tfsso_fail() { # FAILURE: says which, and exits
  command . "$tfsso_prefix/libexec/failures.sh" # not tfsso_read, whose $1 is the part
  exit 1
}
