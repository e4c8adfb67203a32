# shellcheck shell=sh
# This part runs if `ulimit -v` is below 2 GB, where node can crash. It starts node as a child, and reports a crash. If
# node can't start at all, V8's message is hidden.
# reads: tfsso_prefix tfsso_node tfsso_node_flag; sets: tfsso_code

{ "$tfsso_node" ${tfsso_node_flag:+"$tfsso_node_flag"} -e 0; } </dev/null 2>/dev/null &&
  "$tfsso_node" ${tfsso_node_flag:+"$tfsso_node_flag"} "$tfsso_prefix/lib/cli.js" "$@"
tfsso_code=$?
case $tfsso_code in 13[2-5] | 139) tfsso_fail crashed-node ;; esac
exit "$tfsso_code"
