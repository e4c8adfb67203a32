# shellcheck shell=sh
# `tfsso env --terragrunt`: prints credentials and variables for a unit of Terragrunt. Terragrunt runs this command in
# the unit's directory. If there is nothing to give, it prints {} and succeeds.
# reads: tfsso_prefix tfsso_verb tfsso_option_account tfsso_option_role tfsso_names; sets:

tfsso_nothing_for_terragrunt() {
  tfsso_print '{}' 2>/dev/null || tfsso_fail unwritten
  exit
}

case ${TFSSO-} in
  off) tfsso_nothing_for_terragrunt ;;
  args) [ -n "${TFSSO_CI_ROLE-}" ] || tfsso_nothing_for_terragrunt ;;
esac
. "$tfsso_prefix/libexec/account-options.sh"
[ -n "$tfsso_option_account" ] || {
  tfsso_chdir=''
  . "$tfsso_prefix/libexec/layer.sh"
  [ -n "$tfsso_layer$tfsso_by_path" ] || tfsso_nothing_for_terragrunt
}
. "$tfsso_prefix/libexec/credentials-here.sh"
[ -n "$tfsso_access_key_id$tfsso_config" ] || tfsso_nothing_for_terragrunt
export TFSSO_EXEC_GIVES="terragrunt $tfsso_who" # see libexec/keep-given.sh
tfsso_read print-terragrunt
tfsso_print_terragrunt
exit
