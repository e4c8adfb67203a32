# shellcheck shell=sh
# Defines tfsso_make_grant, which lets node make a grant. This function checks the text that node printed, evaluates the
# text, and refuses a grant that is not for this run. If the command would log in, but neither stdin nor stderr is a
# terminal, the function tells node that nobody can log in.
# reads: tfsso_prefix tfsso_needs tfsso_tool tfsso_mode tfsso_directory; sets: GRANT

: "${tfsso_unknown=}" "${tfsso_real=}" "${tfsso_known=}" # not set if there is no tool, as in `tfsso exec`

# Returns 1 if node could make no grant, and the command is one that never logs in: such a command goes on without a
# grant. After any other failure, and if a signal such as Ctrl-C ended node, this function exits.
tfsso_make_grant() { # ARGUMENTS
  tfsso_ask=$tfsso_needs
  if [ "$tfsso_ask" = login ]; then
    [ -t 0 ] || [ -t 2 ] || tfsso_ask=nobody
  fi
  tfsso_read node
  if [ "$tfsso_ask" = silent ] && [ -z "${TFSSO_DEBUG-}" ]; then
    tfsso_ask_node "$@" 2>/dev/null # hides the shell's message about a crash, too
  else
    tfsso_ask_node "$@"
  fi
  tfsso_code=$?
  case $tfsso_code in
    0) ;;
    129 | 130 | 143) exit "$tfsso_code" ;; # ended by a signal, such as Ctrl-C
    *)
      [ "$tfsso_ask" != silent ] || return 1
      case $tfsso_code in 13[2-5] | 139) tfsso_fail crashed-node ;; esac # a crash, not a signal from the person
      exit "$tfsso_code"
      ;;
  esac
  tfsso_is_whole "$tfsso_text" || {
    [ "$tfsso_ask" != silent ] || return 1
    tfsso_fail no-grant
  }
  eval "$tfsso_text"
  tfsso_fits || tfsso_fail not-for-this
}

# node's stdin is /dev/null, because node must not read what is meant for terraform.
tfsso_ask_node() { # ARGUMENTS
  tfsso_text=$(
    tfsso_read hand-arguments
    tfsso_hand_arguments "$@"
    unset TFSSO_UNKNOWN_TOOL
    [ -z "$tfsso_unknown" ] || export TFSSO_UNKNOWN_TOOL="$tfsso_real" TFSSO_TOOL_PLACE="$tfsso_known"
    tfsso_become_node grant "$tfsso_tool" "$tfsso_mode" "$tfsso_ask" "$tfsso_directory" </dev/null
  )
}
