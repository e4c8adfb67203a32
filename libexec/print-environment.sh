# shellcheck shell=sh
# shellcheck disable=SC2154 # libexec/environment.sh and verb.sh set the variables that stand here unset
# What `tfsso env` prints: all that the environment must become, as text for sh or as JSON.

# Every name that a grant may change, and whether it had a value before. To be called before anything
# is taken back or given.
tfsso_remember_environment() {
  tfsso_names='TFSSO_GIVEN TFSSO_GIVEN_ARGS TFSSO_GIVEN_ARGS_NAME TFSSO_GIVEN_TOKEN_END'
  for tfsso_name in $tfsso_cleared $tfsso_given_names AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN; do
    tfsso_names="$tfsso_names $tfsso_name TFSSO_WAS_$tfsso_name TFSSO_GIVEN_$tfsso_name"
  done
  case ${TFSSO_GIVEN_ARGS_NAME-} in
    *[!A-Za-z_]*) ;;
    TF_CLI_ARGS_*) tfsso_names="$tfsso_names $TFSSO_GIVEN_ARGS_NAME" ;;
  esac
  # The x tells a value that is empty from none.
  for tfsso_name in $tfsso_names; do
    eval "tfsso_old_$tfsso_name=\${$tfsso_name+x\$$tfsso_name}"
  done
}

tfsso_quote() { # TEXT: as one word of sh in tfsso_quoted
  tfsso_rest=$1 tfsso_quoted=''
  while :; do
    case $tfsso_rest in
      *\'*)
        tfsso_quoted=$tfsso_quoted${tfsso_rest%%\'*}"'\\''"
        tfsso_rest=${tfsso_rest#*\'}
        ;;
      *) break ;;
    esac
  done
  tfsso_quoted="'$tfsso_quoted$tfsso_rest'"
}

tfsso_print_environment() {
  tfsso_told=''
  for tfsso_name in $tfsso_names; do
    eval "tfsso_old=\$tfsso_old_$tfsso_name tfsso_now=\${$tfsso_name+x\$$tfsso_name}
      tfsso_given=\${TFSSO_GIVEN_$tfsso_name+x}"
    case $tfsso_name in # they go with their key's id
      AWS_SECRET_ACCESS_KEY | AWS_SESSION_TOKEN)
        tfsso_given=${TFSSO_GIVEN_AWS_ACCESS_KEY_ID+x}
        ;;
    esac
    # What we give is told even if it is there already: an editor wants all of it.
    case " $tfsso_secrets " in *" $tfsso_name "*) tfsso_given=${TFSSO_GIVEN_TOKEN_END+x} ;; esac
    [ "$tfsso_old" != "$tfsso_now" ] || [ -n "$tfsso_given" ] || case $tfsso_name$tfsso_now in
      TFSSO_*x*) ;;
      *) continue ;;
    esac
    tfsso_told="$tfsso_told $tfsso_name"
    [ "$tfsso_form" = sh ] || continue
    if [ -z "$tfsso_now" ]; then
      printf 'unset %s\n' "$tfsso_name" 2>/dev/null || tfsso_fail unwritten $?
    else
      tfsso_quote "${tfsso_now#x}"
      printf 'export %s=%s\n' "$tfsso_name" "$tfsso_quoted" 2>/dev/null || tfsso_fail unwritten $?
    fi
  done
  [ "$tfsso_form" = json ] || return 0
  # shellcheck disable=SC2086 # words: names of variables
  tfsso_become_node environment $tfsso_told
}
