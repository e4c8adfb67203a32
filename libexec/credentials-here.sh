# shellcheck shell=sh
# Puts credentials into the environment, for `tfsso exec` and `tfsso env`. With --account these are the credentials of
# that account. Without --account they come from this layer's grant, the same file that terraform uses, but the grant's
# arguments are left out. Without --account, this part changes nothing if TFSSO is `off`. Otherwise it refuses outside a
# layer (exit code 78), except for `tfsso env --terragrunt`.
# reads: tfsso_prefix tfsso_verb tfsso_option_account tfsso_asked; sets: tfsso_command GRANT

# Use terraform's grant. tofu's would do as well: the two differ only in the arguments.
tfsso_tool=terraform tfsso_chdir='' tfsso_command='' tfsso_needs=login tfsso_args='' tfsso_variable=''
tfsso_access_key_id='' tfsso_config=''

tfsso_refuse_outside() {
  tfsso_refuse 78 \
    "tfsso: this directory is in no layer, so it is not clear whose credentials to give." \
    "  Go to a layer (below a directory with config/account.tfvars, or one of tfsso.hcl's paths), or name an account:" \
    "  tfsso $tfsso_verb --account NAME"
}
. "$tfsso_prefix/libexec/cache.sh"
. "$tfsso_prefix/libexec/mode.sh"
if [ -n "$tfsso_option_account" ]; then
  # node finds the account's directory, id and role.
  tfsso_ask=login
  [ -t 0 ] || [ -t 2 ] || tfsso_ask=nobody
  tfsso_text=$(tfsso_become_node account-grant "$tfsso_ask" "$tfsso_option_account" </dev/null) || exit $?
  tfsso_is_whole "$tfsso_text" || tfsso_fail no-grant
  eval "$tfsso_text"
  . "$tfsso_prefix/libexec/environment.sh"
elif [ "$tfsso_mode" != off ]; then
  . "$tfsso_prefix/libexec/layer.sh"
  [ -z "$tfsso_by_path" ] || {
    tfsso_read two-accounts
    tfsso_refuse_two_accounts
  }
  [ -z "$tfsso_layer" ] || {
    . "$tfsso_prefix/libexec/grant.sh"
    [ -z "${TFSSO_DEBUG-}" ] || tfsso_read explain
    [ "$tfsso_good" = yes ] || {
      tfsso_read make-grant
      tfsso_make_grant || exit 1
    }
  }
  # The grant can say that this is not a layer: no pattern of the tfsso.hcl matches, or a file can't be trusted.
  [ -n "$tfsso_layer" ] || {
    [ -z "${TFSSO_DEBUG-}" ] || tfsso_read explain
    [ -z "${tfsso_option_terragrunt-}" ] || tfsso_nothing_for_terragrunt
    tfsso_refuse_outside
  }
  . "$tfsso_prefix/libexec/environment.sh"
fi

# Without keys, --account and --role would have no effect, so refuse them. If there is no AWS config either, the
# environment got nothing. In this case unset TFSSO_GIVEN, which environment.sh sets, so that no later run tries to undo
# anything.
[ -n "$tfsso_access_key_id" ] || {
  [ -z "$tfsso_asked" ] || tfsso_refuse 78 \
    "tfsso: sso_enabled is not true here, so there are no credentials to give." \
    "  For a Leverage project with AWS SSO, write in its config/common.tfvars: sso_enabled = true"
  [ -n "$tfsso_config" ] || unset TFSSO_GIVEN
}
