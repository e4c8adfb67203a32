# shellcheck shell=sh
# The functions that a grant file calls to check that the same input files exist as when the grant was made.
# lib/grant/grant.ts writes the calls. If a check fails, tfsso_why says what has changed.
# reads: tfsso_found; sets: tfsso_why

# shellcheck disable=SC3013 # -ef: dash, bash, busybox and mksh have it
tfsso_none() { # FILES: whether none of them exists; directories and /dev/null do not count
  for tfsso_arg; do
    [ ! -e "$tfsso_arg" ] || [ -d "$tfsso_arg" ] || [ "$tfsso_arg" -ef /dev/null ] || {
      tfsso_why=/$tfsso_arg
      return 1
    }
  done
}
tfsso_as_many() { # NUMBER FILES: whether there are NUMBER arguments, counting NUMBER itself
  tfsso_why=number
  [ $# -eq "$1" ]
}
# A quick test for new files ENTRY/BELOW in many directories (BELOW is, for example, /config/account.tfvars). No file is
# new if two things are true: there are as many entries as before (tfsso_as_many), and the entries that had no file
# ENTRY/BELOW still exist and still have none (tfsso_without). Otherwise the grant counts all files ENTRY/BELOW with
# tfsso_as_many.
tfsso_without() { # BELOW ENTRIES: whether all entries exist, and none of the files ENTRY/BELOW
  tfsso_below=$1
  shift
  for tfsso_arg; do [ -e "$tfsso_arg" ] && [ ! -f "$tfsso_arg$tfsso_below" ] || return 1; done
}
tfsso_same() { # FILES that the patterns match now: whether they are the files in tfsso_found, and are all plain files
  tfsso_why=names
  IFS='
'
  tfsso_now=$*
  IFS=' 	
' # the default value; `unset` would also end an export of IFS
  [ "$tfsso_now" = "$tfsso_found" ] || return 1
  # Refuse a pipe, because the checksum program would wait for it forever.
  for tfsso_arg; do [ -f "$tfsso_arg" ] || return 1; done
}
