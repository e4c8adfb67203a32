# shellcheck shell=sh
# If the command line can decide the layer's account (tfsso_decider), tfsso_hand_arguments passes the command line to
# node, with the words of TF_CLI_ARGS. Each word goes into an environment variable, because a word could be a secret,
# and other users can read a process's arguments. An `apply` with a plan file passes only `apply -- FILE`. Call the
# function in a subshell, because it exports variables.
# reads: ; sets:

: "${tfsso_decider=}" "${tfsso_plan=}" "${tfsso_more=}" # not set without a terraform command, as in `tfsso exec`

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
