# shellcheck shell=sh
# The grant of the layer: whether there is a good one. lib/grant/ writes it, and it says itself what it is for.
# reads: tfsso_cache tfsso_clock tfsso_tool tfsso_mode tfsso_directory; sets: tfsso_good tfsso_why GRANT

. "$tfsso_prefix/libexec/grant-format.sh"
. "$tfsso_prefix/libexec/grant-place.sh"

# A grant asks these. tfsso_why: what they found that is not as it was.
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

# The grant is read if it is ours. Its file's time is when it ends, its directory's when it was made:
# both against a file that is written now, so that nothing need be forked to know the time (node makes
# it, private). Without truncating it: ext4 flushes a file that was truncated when it is closed.
# The first line is checked before the rest is read: a corrupt file may not be valid sh.
# What is read sets tfsso_good if it is for this run and its inputs are unchanged. Their patterns
# expand in the order of bytes, as they did when it was made.
tfsso_good='' tfsso_why='' tfsso_first=''
# shellcheck disable=SC3013,SC3067 # -nt, -O: dash, bash, busybox and mksh have them
case ${TFSSO_ROLE-} in
  */*) ;; # no role, but a way to some other file
  *)
    [ -f "$tfsso_grant" ] && ! [ -h "$tfsso_grant" ] && [ -O "$tfsso_grant" ] &&
      [ -f "$tfsso_clock" ] && ! [ -h "$tfsso_clock" ] && [ -O "$tfsso_clock" ] && {
      echo 1<>"$tfsso_clock" &&
        [ "$tfsso_grant" -nt "$tfsso_clock" ] && ! [ "$tfsso_at" -nt "$tfsso_clock" ] &&
        IFS= read -r tfsso_first <"$tfsso_grant" && [ "$tfsso_first" = "$tfsso_format" ] && {
        tfsso_locale=${LC_ALL+x$LC_ALL}
        LC_ALL=C
        command . "$tfsso_grant"
        case $tfsso_locale in
          x*) LC_ALL=${tfsso_locale#x} ;;
          *) unset LC_ALL ;;
        esac
      }
    } 2>/dev/null
    ;;
esac
