# shellcheck shell=sh
# `tfsso status` is node's. What the next run would find here is looked up by the shim's own steps, in
# a subshell, for a step that fails exits. node is told by three variables: TFSSO_STATUS_TOOL (which of the two is
# meant), TFSSO_STATUS_GRANT (good, or empty) and TFSSO_STATUS_PROBLEM (what the tool would fail with).
# reads: tfsso_prefix; sets:

tfsso_take_back_what_is_given
tfsso_read choose-tool
TFSSO_STATUS_PROBLEM='' TFSSO_STATUS_GRANT=$(
  tfsso_chdir=''
  exec 2>&1
  . "$tfsso_prefix/libexec/cache.sh"
  . "$tfsso_prefix/libexec/mode.sh"
  [ "$tfsso_mode" != off ] || exit 0
  . "$tfsso_prefix/libexec/layer.sh"
  [ -z "$tfsso_by_path" ] || {
    tfsso_needs=login
    tfsso_read two-accounts
    tfsso_refuse_two_accounts
  }
  [ -n "$tfsso_layer" ] || exit 0
  . "$tfsso_prefix/libexec/grant.sh"
  [ "$tfsso_good" != yes ] || [ -z "$tfsso_layer" ] || echo good
) || TFSSO_STATUS_PROBLEM=$TFSSO_STATUS_GRANT TFSSO_STATUS_GRANT=''
TFSSO_STATUS_TOOL=$tfsso_tool
export TFSSO_STATUS_PROBLEM TFSSO_STATUS_GRANT TFSSO_STATUS_TOOL
tfsso_become_node "$@"
