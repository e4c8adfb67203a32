# shellcheck shell=sh
# The grant of the layer: whether there is a good one. lib/grant/ writes it, and it says itself what it is for.
# reads: tfsso_cache tfsso_clock tfsso_tool tfsso_mode tfsso_directory; sets: tfsso_good tfsso_why GRANT

. "$tfsso_prefix/libexec/grant-format.sh"
. "$tfsso_prefix/libexec/grant-place.sh"
. "$tfsso_prefix/libexec/grant-questions.sh"

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
