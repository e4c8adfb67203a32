# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the parts of the shim share their variables
# Applies a grant to the environment. libexec/take-back.sh takes it back, for what we change is recorded:
# TFSSO_WAS_X holds what X was before, and TFSSO_GIVEN_X what we gave (of secrets the key's id and the
# token's end).

export TFSSO_GIVEN=yes
unset TFSSO_ROLE # this once: not for runs inside this one

# TF_CLI_ARGS_<command>: ours in front of what is there, so that the person's own come last and win.
tfsso_given=''
case $tfsso_args in
  vars) tfsso_given=$tfsso_var_args ;;
  backend) tfsso_given="$tfsso_var_args${tfsso_backend_args:+ $tfsso_backend_args}" ;;
esac
if [ -n "$tfsso_given" ]; then
  tfsso_name=$tfsso_command
  case $tfsso_command in
    force-unlock) tfsso_name=force_unlock ;;
    state | workspace | env | providers)
      case $tfsso_sub in
        '') ;;
        replace-provider) tfsso_name=${tfsso_command}_replace_provider ;;
        *) tfsso_name=${tfsso_command}_$tfsso_sub ;;
      esac
      ;;
  esac
  # The name is one of the table's own words, never a person's.
  export TFSSO_GIVEN_ARGS_NAME="TF_CLI_ARGS_$tfsso_name" TFSSO_GIVEN_ARGS="$tfsso_given"
  eval "$TFSSO_GIVEN_ARGS_NAME=\$tfsso_given\${$TFSSO_GIVEN_ARGS_NAME:+ \$$TFSSO_GIVEN_ARGS_NAME}
    export $TFSSO_GIVEN_ARGS_NAME"
fi

. "$tfsso_prefix/libexec/names.sh"
# What has a value is remembered and cleared. Without keys, what is given are profiles that are served from
# a CI job's own credentials, which stay as they are.
tfsso_touched=${tfsso_config:+AWS_CONFIG_FILE}
if [ -n "$tfsso_access_key_id" ]; then
  tfsso_touched="$tfsso_touched $tfsso_cleared $tfsso_secrets AWS_ACCESS_KEY_ID AWS_CREDENTIAL_EXPIRATION"
  [ -z "$tfsso_shared_credentials" ] || tfsso_touched="$tfsso_touched AWS_SHARED_CREDENTIALS_FILE"
  # A region only where the person has set neither.
  [ -z "${AWS_REGION-}${AWS_DEFAULT_REGION-}" ] || tfsso_region=''
  [ -z "$tfsso_region" ] || tfsso_touched="$tfsso_touched AWS_REGION AWS_DEFAULT_REGION"
fi
# Seldom has any, so all are asked at once.
tfsso_there=''
for tfsso_name in $tfsso_touched; do tfsso_there="$tfsso_there\${$tfsso_name+x}"; done
eval "tfsso_there=$tfsso_there"
[ -z "$tfsso_there" ] || for tfsso_name in $tfsso_touched; do
  eval "[ -z \"\${$tfsso_name+x}\" ] || {
    TFSSO_WAS_$tfsso_name=\$$tfsso_name; export TFSSO_WAS_$tfsso_name; unset $tfsso_name; }"
done

[ -z "$tfsso_config" ] ||
  export AWS_CONFIG_FILE="$tfsso_config" TFSSO_GIVEN_AWS_CONFIG_FILE="$tfsso_config"
if [ -n "$tfsso_access_key_id" ]; then
  export AWS_ACCESS_KEY_ID="$tfsso_access_key_id" TFSSO_GIVEN_AWS_ACCESS_KEY_ID="$tfsso_access_key_id" \
    AWS_SECRET_ACCESS_KEY="$tfsso_secret_access_key" \
    AWS_SESSION_TOKEN="$tfsso_session_token" TFSSO_GIVEN_TOKEN_END="$tfsso_token_end" \
    AWS_CREDENTIAL_EXPIRATION="$tfsso_expiration" TFSSO_GIVEN_AWS_CREDENTIAL_EXPIRATION="$tfsso_expiration"
  [ -z "$tfsso_shared_credentials" ] ||
    export AWS_SHARED_CREDENTIALS_FILE="$tfsso_shared_credentials" \
      TFSSO_GIVEN_AWS_SHARED_CREDENTIALS_FILE="$tfsso_shared_credentials"
  [ -z "$tfsso_region" ] ||
    export AWS_REGION="$tfsso_region" TFSSO_GIVEN_AWS_REGION="$tfsso_region" \
      AWS_DEFAULT_REGION="$tfsso_region" TFSSO_GIVEN_AWS_DEFAULT_REGION="$tfsso_region"
fi
