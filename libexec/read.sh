# shellcheck shell=sh
# Defines tfsso_read, which reads a part that is rarely needed from its file, and tfsso_fail. Before the first part it
# reads tfsso_unread, which unsets our variables that the program itself does not mention. The build fills in the name
# of that part (assemble.mjs).
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
