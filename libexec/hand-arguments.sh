# shellcheck shell=sh
# Hands node the command line where its arguments may decide whose the layer is (tfsso_decider), word by word in the
# environment, for it may hold secrets. Called in a subshell. Of `apply` only the plan's file counts.
# reads: ; sets:

: "${tfsso_decider=}" "${tfsso_plan=}" "${tfsso_more=}" # `tfsso exec` and the like have no command

tfsso_hand_arguments() { # ARGUMENTS
  unset TFSSO_DECIDER
  case $tfsso_decider in
    '') return ;;
    plan) set -- apply -- "$tfsso_plan" ;;
    *) [ -z "$tfsso_more" ] || {
      tfsso_with_environment_arguments tfsso_hand_words "$@"
      return
    } ;;
  esac
  tfsso_hand_words "$@"
}

tfsso_hand_words() { # WORDS
  export TFSSO_DECIDER="$tfsso_decider" TFSSO_WORDS=$#
  tfsso_count=0
  for tfsso_arg; do
    tfsso_count=$((tfsso_count + 1))
    export "TFSSO_WORD_$tfsso_count=$tfsso_arg"
  done
}
