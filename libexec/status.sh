# shellcheck shell=sh
# `tfsso status`: runs the shim's own steps to see what the next run would find. Then node prints the answer. A failing
# step exits, so the steps run in a subshell. node gets TFSSO_STATUS_TOOL (terraform or tofu), TFSSO_STATUS_GRANT (good
# or empty) and TFSSO_STATUS_PROBLEM (a message). bin/tfsso defines tfsso_take_back_what_is_given.
# reads: tfsso_prefix; sets:

# The steps are in a function, because their parts contain `case`. bash 3.2 can't parse `case` inside $(…).
tfsso_look() {
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
  [ "$tfsso_good" = yes ] && [ -n "$tfsso_layer" ] || exit 0
  [ -z "$tfsso_elsewhere" ] || tfsso_fail elsewhere
  echo good
}

tfsso_take_back_what_is_given
tfsso_read choose-tool
TFSSO_STATUS_PROBLEM='' TFSSO_STATUS_GRANT=$(tfsso_look) ||
  TFSSO_STATUS_PROBLEM=$TFSSO_STATUS_GRANT TFSSO_STATUS_GRANT=''
TFSSO_STATUS_TOOL=$tfsso_tool
export TFSSO_STATUS_PROBLEM TFSSO_STATUS_GRANT TFSSO_STATUS_TOOL
tfsso_become_node "$@"
