# shellcheck shell=sh
# shellcheck disable=SC2154 # the grant sets the variables that stand here unset
# Applying a grant to the environment, and taking it back exactly in a run inside that run.
#
# What we change is recorded: TFSSO_WAS_X holds what X was before, and TFSSO_GIVEN_X what we gave (of
# secrets the key's id and the token's end). A variable that something in between has changed again is
# left alone.

# All that would fight the layer's credentials (facts: what the Go SDK takes in front of them).
tfsso_cleared='AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SECURITY_TOKEN AWS_ACCESS_KEY AWS_SECRET_KEY
AWS_ROLE_ARN AWS_ROLE_SESSION_NAME AWS_WEB_IDENTITY_TOKEN_FILE AWS_CONTAINER_CREDENTIALS_FULL_URI
AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_CONTAINER_AUTHORIZATION_TOKEN
AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'
tfsso_given_names='AWS_ACCESS_KEY_ID AWS_CREDENTIAL_EXPIRATION AWS_CONFIG_FILE
AWS_SHARED_CREDENTIALS_FILE AWS_REGION AWS_DEFAULT_REGION'

tfsso_clear() { # NAME: where it has a value, remembers and clears it
  eval "[ -z \"\${$1+x}\" ] || { TFSSO_WAS_$1=\$$1; export TFSSO_WAS_$1; unset $1; }"
}

tfsso_secrets='AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN' # recorded by what goes with them

tfsso_put_secret() { # NAME VALUE
  tfsso_clear "$1"
  eval "$1=\$2; export $1"
}

tfsso_put() { # NAME VALUE
  tfsso_clear "$1"
  eval "$1=\$2 TFSSO_GIVEN_$1=\$2; export $1 TFSSO_GIVEN_$1"
}

tfsso_apply() {
  TFSSO_GIVEN=yes
  export TFSSO_GIVEN
  [ -z "$tfsso_args" ] || tfsso_apply_arguments
  unset TFSSO_ROLE # this once: not for runs inside this one
  if [ -z "$tfsso_access_key_id" ]; then
    # Profiles from a CI job's own credentials, which stay as they are.
    [ -z "$tfsso_config" ] || tfsso_put AWS_CONFIG_FILE "$tfsso_config"
    return 0
  fi

  for tfsso_name in $tfsso_cleared; do tfsso_clear "$tfsso_name"; done
  tfsso_put AWS_ACCESS_KEY_ID "$tfsso_access_key_id"
  tfsso_put_secret AWS_SECRET_ACCESS_KEY "$tfsso_secret_access_key"
  tfsso_put_secret AWS_SESSION_TOKEN "$tfsso_session_token"
  export TFSSO_GIVEN_TOKEN_END="$tfsso_token_end"
  tfsso_put AWS_CREDENTIAL_EXPIRATION "$tfsso_expiration"
  tfsso_put AWS_CONFIG_FILE "$tfsso_config"
  [ -z "$tfsso_shared_credentials" ] ||
    tfsso_put AWS_SHARED_CREDENTIALS_FILE "$tfsso_shared_credentials"
  if [ -z "${AWS_REGION-}${AWS_DEFAULT_REGION-}" ]; then
    tfsso_put AWS_REGION "$tfsso_region"
    tfsso_put AWS_DEFAULT_REGION "$tfsso_region"
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
      # Something in between may have put its own in front of ours, or behind.
      tfsso_before='' tfsso_after=''
      case $tfsso_now in
        "$TFSSO_GIVEN_ARGS") ;;
        "$TFSSO_GIVEN_ARGS "*) tfsso_after=${tfsso_now#"$TFSSO_GIVEN_ARGS "} ;;
        *" $TFSSO_GIVEN_ARGS") tfsso_before=${tfsso_now%" $TFSSO_GIVEN_ARGS"} ;;
        *" $TFSSO_GIVEN_ARGS "*)
          tfsso_before="${tfsso_now%%" $TFSSO_GIVEN_ARGS "*} "
          tfsso_after=${tfsso_now#*" $TFSSO_GIVEN_ARGS "}
          ;;
        *) tfsso_before=$tfsso_now ;;
      esac
      tfsso_now=$tfsso_before$tfsso_after
      if [ -n "$tfsso_now" ]; then
        eval "$TFSSO_GIVEN_ARGS_NAME=\$tfsso_now"
      else
        unset "$TFSSO_GIVEN_ARGS_NAME"
      fi
      ;;
  esac
  # First: their key's id is still to be compared.
  if [ -n "${TFSSO_GIVEN_AWS_ACCESS_KEY_ID-}" ]; then
    [ "${AWS_ACCESS_KEY_ID-}" != "$TFSSO_GIVEN_AWS_ACCESS_KEY_ID" ] || tfsso_restore AWS_SECRET_ACCESS_KEY
    case ${AWS_SESSION_TOKEN-} in *"${TFSSO_GIVEN_TOKEN_END-}") tfsso_restore AWS_SESSION_TOKEN ;; esac
  fi
  for tfsso_name in $tfsso_cleared $tfsso_given_names; do
    # The x tells a value that is empty from none.
    eval "tfsso_now=\${$tfsso_name+x\$$tfsso_name} tfsso_given=\${TFSSO_GIVEN_$tfsso_name+x\$TFSSO_GIVEN_$tfsso_name}"
    [ "$tfsso_now" != "$tfsso_given" ] || tfsso_restore "$tfsso_name"
    unset "TFSSO_WAS_$tfsso_name" "TFSSO_GIVEN_$tfsso_name"
  done
  for tfsso_name in $tfsso_secrets; do unset "TFSSO_WAS_$tfsso_name"; done
  unset TFSSO_GIVEN TFSSO_GIVEN_ARGS TFSSO_GIVEN_ARGS_NAME TFSSO_GIVEN_TOKEN_END
}

tfsso_restore() { # NAME: the value from before, or none
  eval "unset $1
    [ -z \"\${TFSSO_WAS_$1+x}\" ] || { $1=\$TFSSO_WAS_$1; export $1; }"
}
