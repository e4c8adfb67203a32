# shellcheck shell=sh
# shellcheck disable=SC2154 # the grant sets the variables that stand here unset
# Applying a grant to the environment, and taking it back exactly in a run inside that run.
#
# What we change is recorded: TFSSO_WAS_X holds what X was before, and TFSSO_GIVEN_X what we gave.
# A variable that something in between has changed again is left alone.

# All that would fight the layer's credentials (facts: what the Go SDK takes in front of them).
tfsso_cleared='AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SECURITY_TOKEN AWS_ACCESS_KEY AWS_SECRET_KEY
AWS_ROLE_ARN AWS_ROLE_SESSION_NAME AWS_WEB_IDENTITY_TOKEN_FILE AWS_CONTAINER_CREDENTIALS_FULL_URI
AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_CONTAINER_AUTHORIZATION_TOKEN
AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'
tfsso_keys='AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION'

tfsso_keep() { # NAME: remembers its value, if it has one, and clears it
  eval "[ -z \"\${$1+x}\" ] || { TFSSO_WAS_$1=\$$1; export TFSSO_WAS_$1; unset $1; }"
}

tfsso_restore() { # NAME: the value from before, or none
  eval "unset $1
    [ -z \"\${TFSSO_WAS_$1+x}\" ] || { $1=\$TFSSO_WAS_$1; export $1; unset TFSSO_WAS_$1; }"
}

tfsso_apply() {
  TFSSO_GIVEN=yes
  export TFSSO_GIVEN
  [ -z "$tfsso_args" ] || tfsso_apply_arguments
  unset TFSSO_ROLE # this once: not for runs inside this one
  [ -n "$tfsso_access_key_id" ] || return 0

  for tfsso_name in $tfsso_cleared $tfsso_keys; do
    eval "[ -z \"\${$tfsso_name+x}\" ]" || tfsso_keep "$tfsso_name"
  done
  export AWS_ACCESS_KEY_ID="$tfsso_access_key_id" AWS_SECRET_ACCESS_KEY="$tfsso_secret_access_key"
  export AWS_SESSION_TOKEN="$tfsso_session_token" AWS_CREDENTIAL_EXPIRATION="$tfsso_expiration"
  export TFSSO_GIVEN_AWS_ACCESS_KEY_ID="$tfsso_access_key_id"

  tfsso_keep AWS_CONFIG_FILE
  export AWS_CONFIG_FILE="$tfsso_config" TFSSO_GIVEN_AWS_CONFIG_FILE="$tfsso_config"
  if [ -n "$tfsso_shared_credentials" ]; then
    tfsso_keep AWS_SHARED_CREDENTIALS_FILE
    export AWS_SHARED_CREDENTIALS_FILE="$tfsso_shared_credentials"
    export TFSSO_GIVEN_AWS_SHARED_CREDENTIALS_FILE="$tfsso_shared_credentials"
  fi
  if [ -z "${AWS_REGION-}${AWS_DEFAULT_REGION-}" ]; then
    tfsso_keep AWS_REGION
    tfsso_keep AWS_DEFAULT_REGION
    export AWS_REGION="$tfsso_region" AWS_DEFAULT_REGION="$tfsso_region"
    export TFSSO_GIVEN_AWS_REGION="$tfsso_region" TFSSO_GIVEN_AWS_DEFAULT_REGION="$tfsso_region"
  fi
}

# TF_CLI_ARGS_<command>: ours in front of what is there, so that the person's own come last and win.
tfsso_apply_arguments() {
  tfsso_given=$tfsso_var_args
  if [ "$tfsso_args" = backend ] && [ -n "$tfsso_backend_args" ]; then
    tfsso_given="$tfsso_given $tfsso_backend_args"
  fi
  [ -n "$tfsso_given" ] || return 0
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
  TFSSO_GIVEN_ARGS_NAME=TF_CLI_ARGS_$tfsso_name
  TFSSO_GIVEN_ARGS=$tfsso_given
  export TFSSO_GIVEN_ARGS TFSSO_GIVEN_ARGS_NAME
  eval "$TFSSO_GIVEN_ARGS_NAME=\$tfsso_given\${$TFSSO_GIVEN_ARGS_NAME:+ \$$TFSSO_GIVEN_ARGS_NAME}
    export $TFSSO_GIVEN_ARGS_NAME"
}

tfsso_take_back() {
  case ${TFSSO_GIVEN_ARGS_NAME-} in
    '' | *[!A-Za-z_]*) ;;
    TF_CLI_ARGS_*)
      eval "tfsso_now=\${$TFSSO_GIVEN_ARGS_NAME-}"
      case $tfsso_now in
        "$TFSSO_GIVEN_ARGS") unset "$TFSSO_GIVEN_ARGS_NAME" ;;
        "$TFSSO_GIVEN_ARGS "*) eval "$TFSSO_GIVEN_ARGS_NAME=\${tfsso_now#\"\$TFSSO_GIVEN_ARGS \"}" ;;
      esac
      ;;
  esac
  if [ -n "${TFSSO_GIVEN_AWS_ACCESS_KEY_ID-}" ] &&
    [ "${AWS_ACCESS_KEY_ID-}" = "$TFSSO_GIVEN_AWS_ACCESS_KEY_ID" ]; then
    for tfsso_name in $tfsso_keys; do tfsso_restore "$tfsso_name"; done
  fi
  for tfsso_name in AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE AWS_REGION AWS_DEFAULT_REGION; do
    eval "tfsso_given=\${TFSSO_GIVEN_$tfsso_name-} tfsso_now=\${$tfsso_name-}"
    if [ -n "$tfsso_given" ] && [ "$tfsso_now" = "$tfsso_given" ]; then tfsso_restore "$tfsso_name"; fi
  done
  for tfsso_name in $tfsso_cleared; do
    eval "[ -n \"\${$tfsso_name+x}\" ]" || tfsso_restore "$tfsso_name"
  done
  for tfsso_name in $tfsso_cleared $tfsso_keys AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE \
    AWS_REGION AWS_DEFAULT_REGION; do
    unset "TFSSO_WAS_$tfsso_name" "TFSSO_GIVEN_$tfsso_name"
  done
  unset TFSSO_GIVEN TFSSO_GIVEN_ARGS TFSSO_GIVEN_ARGS_NAME
}
