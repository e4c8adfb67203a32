# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the parts of the shim share their variables
# Having node make a grant. Read by libexec/shim.sh where there is no good one.

# Has node make a grant, which it prints. Its stdin is empty, or it would eat terraform's. Fails where a
# command that never logs in has to go on without: whatever became of node, for it may be gone.
tfsso_make_grant() {
  tfsso_ask=$tfsso_needs
  if [ "$tfsso_ask" = login ]; then
    [ -t 0 ] || [ -t 2 ] || tfsso_ask=nobody
  fi
  tfsso_read node
  tfsso_text=$(
    [ "$tfsso_ask" != silent ] || [ -n "${TFSSO_DEBUG-}" ] || exec 2>/dev/null
    tfsso_become_node grant "$tfsso_tool" "$tfsso_mode" "$tfsso_ask" "$tfsso_directory" </dev/null
  ) || {
    tfsso_code=$?
    case $tfsso_ask:$tfsso_code in
      *:129 | *:130 | *:143) exit "$tfsso_code" ;; # somebody ended it, as by Ctrl-C
      silent:*) return 1 ;;
      *) exit "$tfsso_code" ;;
    esac
  }
  tfsso_is_whole || {
    [ "$tfsso_ask" != silent ] || return 1
    tfsso_fail no-grant
  }
  tfsso_covers=''
  eval "$tfsso_text"
  [ "$tfsso_covers" = "$tfsso_covered" ] || tfsso_fail not-for-this
}
