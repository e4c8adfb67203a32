# shellcheck shell=sh
# Defines tfsso_read, which reads a rarely needed part from its file, and tfsso_fail, which reports a failure. A process
# can inherit variables with the names of ours, so each of ours must be unset before it is used. When a program (a shim
# or bin/tfsso) starts, it unsets only the variables that its own text might use before it sets them. Rarely needed
# parts use more variables. So the first tfsso_read also reads a part that unsets the rest. The build makes this part
# for each program, and writes the part's name here (assemble.mjs). tfsso_unread contains the name until the part has
# been read, and then becomes empty.
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
