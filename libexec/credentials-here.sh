# shellcheck shell=sh
# Puts credentials into the environment, for `tfsso exec` and `tfsso env`:
# - With --account: the credentials of that account.
# - Without --account: those in this layer's grant. The grant's arguments are not used. With TFSSO=off, the environment
#   does not change. Otherwise, outside a layer, the command fails (exit code 78), except `tfsso env --terragrunt`.
# reads: tfsso_prefix tfsso_verb tfsso_option_account tfsso_asked; sets: tfsso_command GRANT

# tofu's grant differs from terraform's only in the arguments.
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
  tfsso_ask=login
  [ -t 0 ] || [ -t 2 ] || tfsso_ask=nobody
  tfsso_text=$(tfsso_become_node account-grant "$tfsso_ask" "$tfsso_option_account" </dev/null) ||
    tfsso_end_like_node $?
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
  # The grant can say that this is no layer: no pattern of the tfsso.hcl matches, or a file can't be trusted.
  [ -n "$tfsso_layer" ] || {
    [ -z "${TFSSO_DEBUG-}" ] || tfsso_read explain
    [ -z "${tfsso_option_terragrunt-}" ] || tfsso_nothing_for_terragrunt
    tfsso_refuse_outside
  }
  . "$tfsso_prefix/libexec/environment.sh"
fi

# Without keys, --account and --role would have no effect, so refuse them. If there is no AWS config either, unset
# TFSSO_GIVEN: the environment got nothing that an inner run must undo.
[ -n "$tfsso_access_key_id" ] || {
  [ -z "$tfsso_asked" ] || tfsso_refuse 78 \
    "tfsso: sso_enabled is not true here, so there are no credentials to give." \
    "  For a Leverage project with AWS SSO, write in its config/common.tfvars: sso_enabled = true"
  [ -n "$tfsso_config" ] || unset TFSSO_GIVEN
}
