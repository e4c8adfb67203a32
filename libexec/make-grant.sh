# shellcheck shell=sh
# Lets node make a grant, and refuses one that is not for this run. If the command would log in, but neither stdin nor
# stderr is a terminal, node is told that nobody can log in.
# reads: tfsso_prefix tfsso_needs tfsso_tool tfsso_mode tfsso_directory; sets: GRANT

: "${tfsso_unknown=}" "${tfsso_real=}" "${tfsso_known=}" # not set without a tool, as in `tfsso exec`

# Returns 1 if node made no grant for a command that never logs in: the command goes on without one. After any other
# failure, or if a signal such as Ctrl-C ended node, exits.
tfsso_make_grant() { # ARGUMENTS
  tfsso_ask=$tfsso_needs
  if [ "$tfsso_ask" = login ]; then
    [ -t 0 ] || [ -t 2 ] || tfsso_ask=nobody
  fi
  tfsso_read node
  if [ "$tfsso_ask" = silent ] && [ -z "${TFSSO_DEBUG-}" ]; then
    tfsso_ask_node "$@" 2>/dev/null # also hides the shell's message about a crash
  else
    tfsso_ask_node "$@"
  fi
  tfsso_code=$?
  case $tfsso_code in
    0) ;;
    129 | 130 | 143) exit "$tfsso_code" ;; # a signal, such as Ctrl-C
    *)
      [ "$tfsso_ask" != silent ] || return 1
      tfsso_end_like_node "$tfsso_code"
      ;;
  esac
  tfsso_is_whole "$tfsso_text" || {
    [ "$tfsso_ask" != silent ] || return 1
    tfsso_fail no-grant
  }
  eval "$tfsso_text"
  tfsso_fits || tfsso_fail not-for-this
}

# stdin is for terraform, so node must not read it.
tfsso_ask_node() { # ARGUMENTS
  tfsso_text=$(
    tfsso_read hand-arguments
    tfsso_hand_arguments "$@"
    unset TFSSO_UNKNOWN_TOOL
    [ -z "$tfsso_unknown" ] || export TFSSO_UNKNOWN_TOOL="$tfsso_real" TFSSO_TOOL_PLACE="$tfsso_known"
    tfsso_become_node grant "$tfsso_tool" "$tfsso_mode" "$tfsso_ask" "$tfsso_directory" </dev/null
  )
}
