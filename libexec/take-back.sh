# shellcheck shell=sh
# Taking back what an outer run gave, exactly: a run inside it starts from what the person had. A variable
# that something in between has changed again is left alone.
# reads: ; sets:

tfsso_read names

tfsso_take_back() {
  tfsso_now='' tfsso_given=''
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
    # Terragrunt gives the token by its older name, too.
    case ${AWS_SECURITY_TOKEN-} in ?*"${TFSSO_GIVEN_TOKEN_END-}") tfsso_restore AWS_SECURITY_TOKEN ;; esac
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
