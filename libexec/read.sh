# shellcheck shell=sh
# Defines tfsso_fail, and tfsso_read, which reads a part that is rarely needed from its file. At its start a program (a
# shim or bin/tfsso) unsets only those of our variables that it may use before it sets them, and those of stored files. A
# part may use others, so tfsso_read first reads, once, the part that unsets these. tfsso_unread holds that part's name
# until then. The build writes the name here, because each program has such a part of its own (assemble.mjs).
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
