# shellcheck shell=sh
# Finds out what an outer run set, if its record (TFSSO_GIVEN_X, TFSSO_WAS_X) was lost. A tool loses the record if it
# passes on only AWS_* and TF_* variables. The comments at the start of our AWS config (lib/grant/run-aws-config.ts)
# mark it as ours. They also contain our region and the earlier values of AWS_CONFIG_FILE and
# AWS_SHARED_CREDENTIALS_FILE. If AWS_CONFIG_FILE names our config, two more values can be ours. A key id is ours if the
# cache has the file keys/ID. A region is ours if the comments contain it.
# reads: tfsso_config_mark; sets:

. "$tfsso_prefix/libexec/cache.sh"
# shellcheck disable=SC2034 # take-back reads them by eval
tfsso_find_lost_marks() {
  case ${AWS_CONFIG_FILE-} in */tfsso/config/*) ;; *) return 0 ;; esac
  tfsso_was_config='' tfsso_was_credentials='' tfsso_was_region='' tfsso_line=''
  tfsso_read_config_header 2>/dev/null || case $AWS_CONFIG_FILE in
    "$tfsso_cache"/config/*) ;; # our file, removed meanwhile
    *) return 0 ;;
  esac
  TFSSO_GIVEN_AWS_CONFIG_FILE=$AWS_CONFIG_FILE
  [ -z "$tfsso_was_config" ] || TFSSO_WAS_AWS_CONFIG_FILE=$tfsso_was_config
  tfsso_where=${AWS_CONFIG_FILE%/config/*}
  [ "${AWS_SHARED_CREDENTIALS_FILE-}" != "$tfsso_where/no-credentials-file" ] || {
    TFSSO_GIVEN_AWS_SHARED_CREDENTIALS_FILE=$AWS_SHARED_CREDENTIALS_FILE
    [ -z "$tfsso_was_credentials" ] || TFSSO_WAS_AWS_SHARED_CREDENTIALS_FILE=$tfsso_was_credentials
  }
  case ${AWS_ACCESS_KEY_ID-} in
    '' | */*) ;;
    *)
      [ -n "${TFSSO_GIVEN_AWS_ACCESS_KEY_ID+x}" ] || ! [ -f "$tfsso_where/keys/$AWS_ACCESS_KEY_ID" ] ||
        TFSSO_GIVEN_AWS_ACCESS_KEY_ID=$AWS_ACCESS_KEY_ID
      # A key id and its secret are useless without each other.
      case ${TFSSO_WAS_AWS_ACCESS_KEY_ID+x}${TFSSO_WAS_AWS_SECRET_ACCESS_KEY+x} in
        x) unset TFSSO_WAS_AWS_ACCESS_KEY_ID TFSSO_WAS_AWS_SECRET_ACCESS_KEY TFSSO_WAS_AWS_SESSION_TOKEN ;;
      esac
      [ -n "${TFSSO_GIVEN_AWS_CREDENTIAL_EXPIRATION+x}" ] ||
        [ "$AWS_ACCESS_KEY_ID" != "${TFSSO_GIVEN_AWS_ACCESS_KEY_ID-}" ] ||
        [ -z "${AWS_CREDENTIAL_EXPIRATION-}" ] ||
        TFSSO_GIVEN_AWS_CREDENTIAL_EXPIRATION=$AWS_CREDENTIAL_EXPIRATION
      ;;
  esac
  # We set both region variables or none.
  case ${TFSSO_GIVEN-region} in
    region)
      [ -z "$tfsso_was_region" ] || [ "${AWS_REGION-}" != "$tfsso_was_region" ] ||
        [ "${AWS_DEFAULT_REGION-}" != "$tfsso_was_region" ] ||
        TFSSO_GIVEN_AWS_REGION=$AWS_REGION TFSSO_GIVEN_AWS_DEFAULT_REGION=$AWS_DEFAULT_REGION
      ;;
  esac
}

# Fails if the file is not ours.
tfsso_read_config_header() {
  # shellcheck disable=SC3067 # -O: dash, bash, busybox and mksh have it
  if [ ! -f "$AWS_CONFIG_FILE" ] || [ ! -O "$AWS_CONFIG_FILE" ]; then return 1; fi
  {
    IFS= read -r tfsso_line
    [ "$tfsso_line" = "$tfsso_config_mark" ] || return 1
    while IFS= read -r tfsso_line; do
      case $tfsso_line in
        '# AWS_CONFIG_FILE='*) tfsso_was_config=${tfsso_line#*=} ;;
        '# AWS_SHARED_CREDENTIALS_FILE='*) tfsso_was_credentials=${tfsso_line#*=} ;;
        '# region='*) tfsso_was_region=${tfsso_line#*=} ;;
        '#'*) ;;
        *) break ;;
      esac
    done
  } <"$AWS_CONFIG_FILE"
}
