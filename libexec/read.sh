# shellcheck shell=sh
# tfsso_read reads a rarely needed part from its file. A process can inherit variables with our names, so each of ours
# is unset before use. At the start a program unsets only what its own text uses. The first tfsso_read also reads a part
# that unsets the rest. The build makes that part for each program, and writes its name into tfsso_unread
# (assemble.mjs).
# reads: tfsso_prefix; sets:

tfsso_unread=@REST@
tfsso_read() { # PART ARGUMENTS...
  tfsso_part=$1
  shift
  for tfsso_part in $tfsso_unread "$tfsso_part"; do
    tfsso_unread=''
    # For a missing file, sh itself would print a message.
    { [ -f "$tfsso_prefix/libexec/$tfsso_part.sh" ] && command . "$tfsso_prefix/libexec/$tfsso_part.sh"; } || {
      echo "tfsso: the installation in $tfsso_prefix is damaged: run its install.sh again" >&2
      exit 1
    }
  done
}
tfsso_fail() { # FAILURE
  tfsso_read failures "$1"
}
