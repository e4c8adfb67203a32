# shellcheck shell=sh
# Having node make a grant, where there is no good one.
# reads: tfsso_prefix tfsso_needs tfsso_tool tfsso_mode tfsso_directory; sets: GRANT

# Has node make a grant, which it prints. Fails where a command that never logs in has to go on without one,
# whatever became of node: it may be gone.
tfsso_make_grant() { # ARGUMENTS
  tfsso_ask=$tfsso_needs
  if [ "$tfsso_ask" = login ]; then
    [ -t 0 ] || [ -t 2 ] || tfsso_ask=nobody
  fi
  tfsso_read node
  if [ "$tfsso_ask" = silent ] && [ -z "${TFSSO_DEBUG-}" ]; then
    tfsso_ask_node "$@" 2>/dev/null # and what sh says of a node that crashed
  else
    tfsso_ask_node "$@"
  fi
  tfsso_code=$?
  case $tfsso_code in
    0) ;;
    129 | 130 | 143) exit "$tfsso_code" ;; # somebody ended it, as by Ctrl-C
    *)
      [ "$tfsso_ask" != silent ] || return 1
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

# Its stdin is empty, or it would eat terraform's.
tfsso_ask_node() { # ARGUMENTS
  tfsso_text=$(
    tfsso_read hand-arguments
    tfsso_hand_arguments "$@"
    tfsso_become_node grant "$tfsso_tool" "$tfsso_mode" "$tfsso_ask" "$tfsso_directory" </dev/null
  )
}
