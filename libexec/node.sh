# shellcheck shell=sh
# Becoming node, on the program of the installation.
# reads: tfsso_prefix; sets:

tfsso_become_node() { # COMMAND ARGUMENTS...
  tfsso_node=''
  { IFS= read -r tfsso_node <"$tfsso_prefix/libexec/node-path"; } 2>/dev/null
  [ -x "$tfsso_node" ] || tfsso_node=$(command -v node) || tfsso_fail no-node
  TFSSO_PREFIX=$tfsso_prefix
  export TFSSO_PREFIX
  # shellcheck disable=SC3045 # -S, -c: dash, bash, busybox and mksh have them
  ulimit -S -c 0 2>/dev/null # what node holds must not come to lie in a core file
  exec "$tfsso_node" "$tfsso_prefix/lib/cli.js" "$@"
}
