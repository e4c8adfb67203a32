# shellcheck shell=sh
# Looks for the layer's grant and checks whether it is good. lib/grant/ writes grants. A grant validates itself: it is
# sh, and its last lines check that it is for this run and that its inputs are unchanged.
# reads: tfsso_cache tfsso_clock tfsso_tool tfsso_mode tfsso_directory; sets: tfsso_good tfsso_why GRANT

. "$tfsso_prefix/libexec/grant-format.sh"
. "$tfsso_prefix/libexec/grant-place.sh"
. "$tfsso_prefix/libexec/grant-questions.sh"
. "$tfsso_prefix/libexec/forget-stored.sh"

# Compare times without forking `date`. tfsso_clock is a private file that node made. Writing a byte to this clock sets
# its time to now. The time of the grant's file is when the grant expires, so this file must be newer than the clock.
# The time of the grant's directory is when the grant was made, so the directory must not be newer than the clock. Don't
# truncate the clock, because ext4 flushes truncated files on close. Write to the clock with `<>FILE >&0`, not with
# `1<>FILE`: inside $(…), bash 5.2 would then write to the pipe of $(…), not to the file. The grant's file and the clock
# must both be our own. Check the first line of the grant's file before sourcing it, because a corrupt file might not be
# valid sh. LC_ALL=C makes sh expand patterns in byte order, the order that node used when it made the grant.
tfsso_good='' tfsso_why='' tfsso_first=''
# shellcheck disable=SC3013,SC3067 # -nt, -O: dash, bash, busybox and mksh have them
case ${TFSSO_ROLE-} in
  */*) ;; # the role is part of the file's name, so a slash would lead to some other file
  *)
    [ -f "$tfsso_grant" ] && ! [ -h "$tfsso_grant" ] && [ -O "$tfsso_grant" ] &&
      ! [ -h "$tfsso_clock" ] && [ -O "$tfsso_clock" ] && {
      echo <>"$tfsso_clock" >&0 &&
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
