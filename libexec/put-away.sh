# shellcheck shell=sh
# shellcheck disable=SC2154 # the parts of the shim share their variables
# Remembers and clears what has a value and would fight the grant. Without keys, what is given are profiles
# that are served from a CI job's own credentials, which stay as they are. An upgrade may have put this into
# the place of the one that the shim came with, while it waited for a login.

tfsso_read names
tfsso_touched=${tfsso_config:+AWS_CONFIG_FILE}
[ -z "$tfsso_access_key_id" ] || tfsso_touched="$tfsso_touched $tfsso_cleared $tfsso_secrets \
AWS_ACCESS_KEY_ID AWS_CREDENTIAL_EXPIRATION ${tfsso_shared_credentials:+AWS_SHARED_CREDENTIALS_FILE} \
${tfsso_region:+AWS_REGION AWS_DEFAULT_REGION}"
for tfsso_name in $tfsso_touched; do
  eval "[ -z \"\${$tfsso_name+x}\" ] || {
    TFSSO_WAS_$tfsso_name=\$$tfsso_name; export TFSSO_WAS_$tfsso_name; unset $tfsso_name; }"
done
