# shellcheck shell=sh
# tfsso_read reads a rarely needed part from its file. A process can inherit variables with our names, so each of ours
# is unset before use. At the start a program unsets only what its own text uses. The first tfsso_read also reads a part
# that unsets the rest. The build makes that part for each program, and writes its name into tfsso_unread
# (assemble.mjs).
# reads: tfsso_prefix; sets:

# If no process can be started, dash and busybox exit with 2. In terraform this code means that there are changes. So call
# this function before starting a process. A run that starts none does not pay for the trap. mksh never exits with 2, and
# with this trap it would exit with 0 after a signal.
tfsso_never_exit_2() {
  [ -n "${KSH_VERSION-}" ] || trap '[ $? != 2 ] || exit 1' EXIT
}

tfsso_unread=@REST@
tfsso_read() { # PART ARGUMENTS...
  tfsso_never_exit_2
  tfsso_part=$1
  shift
  for tfsso_part in $tfsso_unread "$tfsso_part"; do
    tfsso_unread=''
    # For a missing file, sh itself would print a message.
    [ -f "$tfsso_prefix/libexec/$tfsso_part.sh" ] || {
      echo "tfsso: the installation in $tfsso_prefix is damaged: run its install.sh again" >&2
      exit 1
    }
    command . "$tfsso_prefix/libexec/$tfsso_part.sh" || {
      echo "tfsso: a part of the installation in $tfsso_prefix failed: the line above says why." >&2
      exit 1
    }
  done
}
tfsso_fail() { # FAILURE
  tfsso_read failures "$1"
}
