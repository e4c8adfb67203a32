# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the parts of the shim share their variables
# The grant of the layer: whether there is a good one. lib/grant/ writes it.

# What a grant must go for; lib/grant/coverage.ts puts the same together.
tfsso_covered="3|$tfsso_tool|$tfsso_mode|$tfsso_prefix|$tfsso_directory|$tfsso_account|${tfsso_project:-/}\
|${HOME-}|${TFSSO_ROLE-}|${TF_DATA_DIR-}|${AWS_CONFIG_FILE-}|${AWS_SHARED_CREDENTIALS_FILE-}\
|${AWS_ENDPOINT_URL-}|${AWS_ENDPOINT_URL_SSO-}|${AWS_ENDPOINT_URL_SSO_OIDC-}\
|${AWS_IGNORE_CONFIGURED_ENDPOINT_URLS-}|${TFSSO_SESSION-}"
[ "$tfsso_mode" != job ] || tfsso_read cover-job

case ${XDG_CACHE_HOME-} in
  /*) tfsso_cache=$XDG_CACHE_HOME/tfsso ;;
  *) tfsso_cache=${HOME-}/.cache/tfsso ;;
esac
tfsso_grant=$tfsso_cache/grants$tfsso_directory/.tfsso/$tfsso_tool.$tfsso_mode${TFSSO_ROLE:+@$TFSSO_ROLE}

# The grant asks these of its inputs.
tfsso_none() { # FILES: whether none of them is a file
  for tfsso_arg; do [ ! -f "$tfsso_arg" ] || return 1; done
}
tfsso_as_many() { # NUMBER FILES: whether there are so many, the number included
  [ $# -eq "$1" ]
}
tfsso_same() { # FILES: whether the patterns stand for the files that they stood for
  IFS='
'
  tfsso_now=$*
  unset IFS # as if it had never been set
  [ "$tfsso_now" = "$tfsso_found" ] || return 1
  # A pipe would be read for ever.
  for tfsso_arg; do [ -f "$tfsso_arg" ] || return 1; done
}

# The grant is read if it is ours. Its file's time is when it ends, its directory's when it was made:
# both against a file that is written now, so that nothing need be forked to know the time (node makes
# it, private). Without truncating it: ext4 flushes a file that was truncated when it is closed.
# Rubbish is not to be run, and what is cut off may be no sh.
# What is read sets tfsso_good if it goes for this run, and its inputs are what they were. Their patterns
# expand in the order of bytes, as they did when it was made.
tfsso_clock=$tfsso_cache/clock tfsso_good=''
# shellcheck disable=SC3013,SC3067 # -nt, -O: dash, bash, busybox and mksh have them
case ${TFSSO_ROLE-} in
  */*) ;; # no role, but a way to some other file
  *)
    [ -f "$tfsso_grant" ] && ! [ -h "$tfsso_grant" ] && [ -O "$tfsso_grant" ] &&
      [ -f "$tfsso_clock" ] && ! [ -h "$tfsso_clock" ] && [ -O "$tfsso_clock" ] && {
      echo 1<>"$tfsso_clock" &&
        [ "$tfsso_grant" -nt "$tfsso_clock" ] && ! [ "${tfsso_grant%/*}" -nt "$tfsso_clock" ] &&
        IFS= read -r tfsso_first <"$tfsso_grant" && [ "$tfsso_first" = '# tfsso grant' ] && {
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
