# shellcheck shell=sh
# `tfsso exec`: becomes another program, with credentials. bin/tfsso defines tfsso_take_back_what_is_given.
# reads: tfsso_prefix tfsso_options; sets:

tfsso_verb='exec'
tfsso_read refuse
. "$tfsso_prefix/libexec/options-of-exec.sh"

[ $# -gt 0 ] || tfsso_misused 'exec needs a command to run.'
case $1 in
  -*) tfsso_refuse 127 "tfsso: there is no program $1." ;; # `exec` would take it for an option
esac
# Fail before a login.
command -v "$1" >/dev/null || tfsso_refuse 127 "tfsso: there is no program $1 on PATH."

tfsso_take_back_what_is_given
. "$tfsso_prefix/libexec/account-options.sh"
tfsso_role=${TFSSO_ROLE-} tfsso_chosen=${TFSSO_ACCOUNT-} # environment.sh unsets both
. "$tfsso_prefix/libexec/credentials-here.sh"
# libexec/handed-role.sh says which inner runs use this role. Without TFSSO_EXEC_ROLE, an inner run would use its
# layer's usual role, which could have more rights.
[ -z "$tfsso_role" ] || export TFSSO_EXEC_ROLE="$tfsso_role" TFSSO_EXEC_PLACES="$tfsso_places"
[ -z "$tfsso_chosen" ] || export TFSSO_ACCOUNT="$tfsso_chosen"
# Lets an inner run of terraform in no layer keep the credentials (libexec/keep-given.sh).
[ -z "${TFSSO_GIVEN+x}" ] || export TFSSO_EXEC_GIVES=exec
[ -z "$tfsso_options" ] || tfsso_read give-back
exec "$@"
