# shellcheck shell=sh
# Having node make a grant, where there is no good one.
# reads: tfsso_prefix tfsso_needs tfsso_tool tfsso_mode tfsso_directory; sets: GRANT

# Has node make a grant, which it prints. Its stdin is empty, or it would eat terraform's.
tfsso_make_grant() {
  tfsso_ask=$tfsso_needs
  if [ "$tfsso_ask" = login ]; then
    [ -t 0 ] || [ -t 2 ] || tfsso_ask=nobody
  fi
  tfsso_read node
  tfsso_text=$(
    tfsso_become_node grant "$tfsso_tool" "$tfsso_mode" "$tfsso_ask" "$tfsso_directory" </dev/null
  ) || exit $?
  [ -n "$tfsso_text" ] || return 1 # nothing could be had silently
  eval "$tfsso_text"
  tfsso_fits || tfsso_fail not-for-this
}
