# shellcheck shell=sh
# `tfsso which`: prints the path of the real tool or, with --shim, of the shim. If the workspace decides the account
# (tfsso.hcl), node names the workspace on stderr, in a terminal or with TFSSO_QUIET=0. bin/tfsso defines
# tfsso_take_back_what_is_given.
# reads: tfsso_prefix; sets:

tfsso_verb='which'
tfsso_read refuse
. "$tfsso_prefix/libexec/options-of-which.sh"
if [ -n "$tfsso_argument" ]; then
  tfsso_tool=$tfsso_argument
  case $tfsso_tool in
    tofu) tfsso_named=${TFSSO_TOFU-} ;;
    terragrunt) tfsso_named=${TFSSO_TERRAGRUNT-} ;;
    *) tfsso_named=${TFSSO_TERRAFORM-} ;;
  esac
else
  tfsso_read choose-tool
fi
[ -z "$tfsso_option_shim" ] || {
  tfsso_print "$tfsso_prefix/shims/$tfsso_tool" 2>/dev/null || tfsso_fail unwritten
  exit
}
. "$tfsso_prefix/libexec/real-tool.sh"
[ -z "${TFSSO_DEBUG-}" ] || tfsso_read explain
case $tfsso_real in
  /*) ;;
  *) tfsso_real=$PWD/${tfsso_real#./} ;;
esac
tfsso_print "$tfsso_real" 2>/dev/null || tfsso_fail unwritten
case ${TFSSO_QUIET-} in
  0) ;;
  '') if [ ! -t 1 ] || [ ! -t 2 ]; then exit 0; fi ;;
  *) exit 0 ;;
esac
tfsso_chdir=''
. "$tfsso_prefix/libexec/layer.sh"
[ -n "$tfsso_layer" ] && [ -f "$tfsso_project/tfsso.hcl" ] || exit 0
# The path is already printed, so a failure of node does not matter.
(
  tfsso_take_back_what_is_given
  tfsso_become_node which
)
exit 0
