# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the parts of the shim share their variables
# Having node make a grant. Read by libexec/shim.sh where there is no good one.

# Has node make a grant, which it prints. Its stdin is empty, or it would eat terraform's.
tfsso_make_grant() {
  tfsso_ask=$tfsso_needs
  if [ "$tfsso_ask" = login ]; then
    [ -t 0 ] || [ -t 2 ] || tfsso_ask=nobody
  fi
  tfsso_node=''
  { IFS= read -r tfsso_node <"$tfsso_prefix/libexec/node-path"; } 2>/dev/null
  [ -x "$tfsso_node" ] || tfsso_node=$(command -v node) || tfsso_fail no-node
  tfsso_text=$(
    TFSSO_PREFIX=$tfsso_prefix
    export TFSSO_PREFIX
    # shellcheck disable=SC3045 # -S, -c: dash, bash, busybox and mksh have them
    ulimit -S -c 0 2>/dev/null # what node holds must not come to lie in a core file
    exec "$tfsso_node" "$tfsso_prefix/lib/cli.js" \
      grant "$tfsso_tool" "$tfsso_mode" "$tfsso_ask" "$tfsso_directory" </dev/null
  ) || exit $?
  [ -n "$tfsso_text" ] || return 1 # nothing could be had silently
  tfsso_covers=''
  eval "$tfsso_text"
  [ "$tfsso_covers" = "$tfsso_covered" ] || tfsso_fail not-for-this
}
