# shellcheck shell=sh
# `tfsso env`: prints what to set and unset. bin/tfsso defines tfsso_take_back_what_is_given.
# reads: tfsso_prefix; sets:

tfsso_verb='env'
tfsso_read refuse
. "$tfsso_prefix/libexec/options-of-env.sh"
[ -z "$tfsso_option_terragrunt" ] || [ -z "$tfsso_option_json$tfsso_option_unset" ] ||
  tfsso_misused "env --terragrunt can't be used together with --json or --unset."
tfsso_read print-environment
tfsso_remember_environment
tfsso_take_back_what_is_given
[ -z "$tfsso_option_terragrunt" ] || tfsso_read env-terragrunt
[ -n "$tfsso_option_unset" ] || {
  . "$tfsso_prefix/libexec/account-options.sh"
  . "$tfsso_prefix/libexec/credentials-here.sh"
  [ -n "$tfsso_access_key_id$tfsso_config" ] ||
    echo 'tfsso: there are no credentials to give here: sso_enabled is not true, or TFSSO is off or args.' >&2
}
[ -n "$tfsso_option_json" ] || {
  tfsso_print_environment
  exit
}
# Pass the values to node through a pipe: other processes can read the environment of a running process.
tfsso_print_environment | {
  tfsso_forget_environment
  tfsso_become_node environment
}
exit
