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
  # The name is one of the table's own words, never a person's.
  export TFSSO_GIVEN_ARGS_NAME="TF_CLI_ARGS_$tfsso_variable" TFSSO_GIVEN_ARGS="$tfsso_given"
  eval "$TFSSO_GIVEN_ARGS_NAME=\$tfsso_given\${$TFSSO_GIVEN_ARGS_NAME:+ \$$TFSSO_GIVEN_ARGS_NAME}
    export $TFSSO_GIVEN_ARGS_NAME"
fi

# A region only where the person has set neither.
[ -z "${AWS_REGION-}${AWS_DEFAULT_REGION-}" ] || tfsso_region=''
# Seldom has any of libexec/names.sh a value that must go.
[ -z "${tfsso_config:+${AWS_CONFIG_FILE+x}}${tfsso_access_key_id:+${AWS_PROFILE+x}${AWS_DEFAULT_PROFILE+x}\
${AWS_SECURITY_TOKEN+x}${AWS_ACCESS_KEY+x}${AWS_SECRET_KEY+x}${AWS_ROLE_ARN+x}${AWS_ROLE_SESSION_NAME+x}\
${AWS_WEB_IDENTITY_TOKEN_FILE+x}${AWS_CONTAINER_CREDENTIALS_FULL_URI+x}\
${AWS_CONTAINER_CREDENTIALS_RELATIVE_URI+x}${AWS_CONTAINER_AUTHORIZATION_TOKEN+x}\
${AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE+x}${AWS_SECRET_ACCESS_KEY+x}${AWS_SESSION_TOKEN+x}\
${AWS_ACCESS_KEY_ID+x}${AWS_CREDENTIAL_EXPIRATION+x}\
${tfsso_shared_credentials:+${AWS_SHARED_CREDENTIALS_FILE+x}}\
${tfsso_region:+${AWS_REGION+x}${AWS_DEFAULT_REGION+x}}}" ] || tfsso_read put-away || exit 1

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
