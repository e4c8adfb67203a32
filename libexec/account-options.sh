# shellcheck shell=sh
# Refuses --account and --role of `tfsso exec` and `tfsso env` unless TFSSO is empty or `on`. Exports --role as
# TFSSO_ROLE. If one of these options was given, tfsso_asked is not empty.
# reads: tfsso_option_account tfsso_option_role; sets: tfsso_asked

tfsso_asked=$tfsso_option_account$tfsso_option_role
[ -z "$tfsso_asked" ] || {
  case ${TFSSO-} in
    '' | on) ;;
    *) tfsso_refuse 78 "tfsso: TFSSO is $TFSSO, so there are no credentials to give." \
      '  Unset it, or leave --account and --role out.' ;;
  esac
  [ -z "$tfsso_option_role" ] || export TFSSO_ROLE="$tfsso_option_role"
}
