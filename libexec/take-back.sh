# shellcheck shell=sh
# Undoes what an outer run set, so that an inner run starts from the person's environment. A variable that changed since
# then stays. We recognize our arguments by their unique form. For the rest we need the outer run's record
# (TFSSO_GIVEN_X, TFSSO_WAS_X). If the record was lost, libexec/lost-marks.sh rebuilds what it can.
# reads: ; sets:

tfsso_read names
tfsso_read marks
tfsso_read lost-marks

tfsso_take_back() {
  tfsso_now='' tfsso_given=''
  for tfsso_name in $tfsso_argument_names; do
    eval "tfsso_now=\${$tfsso_name-}"
    case $tfsso_now in *"$tfsso_argument_mark"*) tfsso_strip "$tfsso_name" ;; esac
  done
  tfsso_find_lost_marks
  # Secrets come first: the key id shows whether they are ours, and the loop below removes this id.
  if [ -n "${TFSSO_GIVEN_AWS_ACCESS_KEY_ID-}" ]; then
    [ "${AWS_ACCESS_KEY_ID-}" != "$TFSSO_GIVEN_AWS_ACCESS_KEY_ID" ] || tfsso_restore AWS_SECRET_ACCESS_KEY
    case ${AWS_SESSION_TOKEN-} in *"${TFSSO_GIVEN_TOKEN_END-}") tfsso_restore AWS_SESSION_TOKEN ;; esac
    # Terragrunt also sets AWS_SECURITY_TOKEN, the older name of AWS_SESSION_TOKEN.
    case ${AWS_SECURITY_TOKEN-} in ?*"${TFSSO_GIVEN_TOKEN_END-}") tfsso_restore AWS_SECURITY_TOKEN ;; esac
  fi
  for tfsso_name in $tfsso_cleared $tfsso_given_names; do
    # The x distinguishes an empty value from no value.
    eval "tfsso_now=\${$tfsso_name+x\$$tfsso_name} tfsso_given=\${TFSSO_GIVEN_$tfsso_name+x\$TFSSO_GIVEN_$tfsso_name}"
    [ "$tfsso_now" != "$tfsso_given" ] || tfsso_restore "$tfsso_name"
    unset "TFSSO_WAS_$tfsso_name" "TFSSO_GIVEN_$tfsso_name"
  done
  for tfsso_name in $tfsso_secrets; do unset "TFSSO_WAS_$tfsso_name"; done
  unset TFSSO_GIVEN TFSSO_GIVEN_TOKEN_END TFSSO_EXEC_GIVES
}

tfsso_restore() { # NAME: sets it to its earlier value, or unsets it
  eval "unset $1
    [ -z \"\${TFSSO_WAS_$1+x}\" ] || { $1=\$TFSSO_WAS_$1; export $1; }"
}

# Removes our arguments from tfsso_now, the value of the variable NAME. Each of our arguments is a whole word, quoted as
# in lib/text/quote.ts. If one of our arguments has another form, something changed the value. Then tfsso can't tell our
# arguments from the person's, so it fails.
tfsso_strip() { # NAME
  tfsso_kept=''
  while :; do
    case $tfsso_now in
      *"$tfsso_argument_mark"*) ;;
      *) break ;;
    esac
    tfsso_before=${tfsso_now%%"$tfsso_argument_mark"*}
    tfsso_now=${tfsso_now#*"$tfsso_argument_mark"}
    case $tfsso_before in
      '' | *' ') tfsso_fail arguments ;;
      -var-file | *' -var-file') tfsso_before=${tfsso_before%-var-file} ;;
      -backend-config | *' -backend-config') tfsso_before=${tfsso_before%-backend-config} ;;
      *) tfsso_fail arguments ;;
    esac
    tfsso_kept=$tfsso_kept$tfsso_before
    while :; do
      case $tfsso_now in *\'*) ;; *) tfsso_fail arguments ;; esac
      tfsso_now=${tfsso_now#*\'}
      case $tfsso_now in
        "\\''"*) tfsso_now=${tfsso_now#"\\''"} ;;
        *) break ;;
      esac
    done
    case $tfsso_now in
      '') tfsso_kept=${tfsso_kept% } ;;
      ' '*) tfsso_now=${tfsso_now# } ;;
      *) tfsso_fail arguments ;;
    esac
  done
  tfsso_now=$tfsso_kept$tfsso_now
  if [ -n "$tfsso_now" ]; then
    eval "$1=\$tfsso_now"
  else
    unset "$1"
  fi
}
