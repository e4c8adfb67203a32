# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the parts of the shim share their variables
# Reading the parts that are seldom needed.

tfsso_read() { # PART
  command . "$tfsso_prefix/libexec/$1.sh" || {
    echo "tfsso: the installation in $tfsso_prefix is damaged: run its install.sh again" >&2
    exit 1
  }
}
tfsso_fail() { # FAILURE [CODE]: says which, and exits
  command . "$tfsso_prefix/libexec/failures.sh"
  exit 1
}
