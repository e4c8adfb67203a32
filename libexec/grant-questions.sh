# shellcheck shell=sh
# What a grant asks of its run and its inputs (lib/grant/grant.ts). tfsso_why: what is not as it was.
# reads: tfsso_found; sets: tfsso_why

tfsso_is() { # WHAT NOW THEN
  [ "$2" = "$3" ] || {
    tfsso_why=$1
    return 1
  }
}
tfsso_none() { # FILES: whether none of them is a file
  for tfsso_arg; do
    [ ! -f "$tfsso_arg" ] || {
      tfsso_why=/$tfsso_arg
      return 1
    }
  done
}
tfsso_as_many() { # NUMBER FILES: whether there are so many, the number included
  tfsso_why=number
  [ $# -eq "$1" ]
}
tfsso_without() { # BELOW ENTRIES: whether each is there, and has no file BELOW
  tfsso_below=$1
  shift
  for tfsso_arg; do [ -e "$tfsso_arg" ] && [ ! -f "$tfsso_arg$tfsso_below" ] || return 1; done
}
tfsso_same() { # FILES: whether the patterns stand for the files that they stood for
  tfsso_why=names
  IFS='
'
  tfsso_now=$*
  IFS=' 	
' # not unset: it may be exported
  [ "$tfsso_now" = "$tfsso_found" ] || return 1
  # A pipe would be read for ever.
  for tfsso_arg; do [ -f "$tfsso_arg" ] || return 1; done
}
