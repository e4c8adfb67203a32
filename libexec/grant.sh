# shellcheck shell=sh
# Looks for the layer's grant and checks whether it is good. A grant (written by lib/grant/) is sh code that checks that
# it is for this run and that its inputs are unchanged.
# reads: tfsso_cache tfsso_clock tfsso_tool tfsso_mode tfsso_directory; sets: tfsso_good tfsso_why GRANT

. "$tfsso_prefix/libexec/grant-format.sh"
. "$tfsso_prefix/libexec/grant-place.sh"
. "$tfsso_prefix/libexec/grant-questions.sh"
. "$tfsso_prefix/libexec/forget-stored.sh"

tfsso_never_exit_2 # the grant's checks start the checksum program

# Compares times without forking `date`: writing a byte to tfsso_clock sets its time to now. The grant's file has the
# time when the grant expires, so it must be newer than the clock. The grant's directory has the time when the grant was
# made, so it must not be newer than the clock. Take care:
# - Don't truncate the clock: ext4 flushes truncated files on close.
# - Use `<>FILE >&0`, not `1<>FILE`: inside $(…), bash 5.2 would then write to the pipe of $(…).
# - The grant's file and the clock must be our own.
# - Check the first line before sourcing: a corrupt file might not be valid sh.
# - LC_ALL=C makes sh expand patterns in byte order, as node did for the grant.
tfsso_good='' tfsso_why='' tfsso_first=''
# shellcheck disable=SC3013,SC3067 # -nt, -O: dash, bash, busybox and mksh have them
case ${TFSSO_ROLE-} in
  */*) ;; # the role is part of the file's name, so a slash would lead elsewhere
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
