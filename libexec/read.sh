# shellcheck shell=sh
# Defines tfsso_fail, and tfsso_read, which reads a rarely needed part from its file. Our variables may be inherited, so
# they must be unset. At its start a program (a shim or bin/tfsso) unsets only the variables that stored files set, and
# those that it may use before it sets them. Rarely needed parts may use more variables. So the first tfsso_read also
# reads a part that unsets all the rest. There is one such part for each program, and the build writes its name here
# (assemble.mjs). tfsso_unread is this name, and empty once the part has been read.
# reads: tfsso_prefix; sets:

tfsso_unread=@REST@
tfsso_read() { # PART ARGUMENTS...
  tfsso_part=$1
  shift
  for tfsso_part in $tfsso_unread "$tfsso_part"; do
    tfsso_unread=''
    # Test for the file first: if it is missing, sh itself would print a message.
    { [ -f "$tfsso_prefix/libexec/$tfsso_part.sh" ] && command . "$tfsso_prefix/libexec/$tfsso_part.sh"; } || {
      echo "tfsso: the installation in $tfsso_prefix is damaged: run its install.sh again" >&2
      exit 1
    }
  done
}
tfsso_fail() { # FAILURE: prints its message and exits
  tfsso_read failures "$1"
}
