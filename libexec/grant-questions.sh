# shellcheck shell=sh
# A grant calls these functions to check that the same input files exist as when the grant was made. lib/grant/grant.ts
# writes the calls. After a failed check, tfsso_why says what changed.
# reads: tfsso_found; sets: tfsso_why

# shellcheck disable=SC3013 # -ef: dash, bash, busybox and mksh have it
tfsso_none() { # FILES: whether none exists; directories and /dev/null do not count
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
# A quick test for new files in the many entries of one directory. BELOW is the path of such a file in its entry, for
# example /config/account.tfvars. The grant first counts the entries (tfsso_as_many). Then tfsso_without looks at the
# entries that had no such file: each must still exist and still have none. If both tests succeed, no file is new. If
# one fails, the grant counts the files themselves, with tfsso_as_many.
tfsso_without() { # BELOW ENTRIES: whether all ENTRIES exist, and none has a file BELOW
  tfsso_below=$1
  shift
  for tfsso_arg; do [ -e "$tfsso_arg" ] && [ ! -f "$tfsso_arg$tfsso_below" ] || return 1; done
}
tfsso_same() { # FILES that match now: whether they are those in tfsso_found, and all plain files
  tfsso_why=names
  IFS='
'
  tfsso_now=$*
  IFS=' 	
' # the default value; `unset` would also end an export of IFS
  [ "$tfsso_now" = "$tfsso_found" ] || return 1
  # If a file were a pipe, the checksum program would wait forever.
  for tfsso_arg; do [ -f "$tfsso_arg" ] || return 1; done
}
