# shellcheck shell=sh
# Remembers and clears what has a value and would fight the grant. Without keys, what is given are profiles
# that are served from a CI job's own credentials, which stay as they are. An upgrade may have put this into
# the place of the one that the shim came with, while it waited for a login.
# reads: GRANT; sets:

tfsso_read names
for tfsso_name in ${tfsso_config:+$tfsso_with_config} ${tfsso_access_key_id:+$tfsso_with_access_key_id} \
  ${tfsso_shared_credentials:+$tfsso_with_shared_credentials} ${tfsso_region:+$tfsso_with_region}; do
  eval "[ -z \"\${$tfsso_name+x}\" ] || {
    TFSSO_WAS_$tfsso_name=\$$tfsso_name; export TFSSO_WAS_$tfsso_name; unset $tfsso_name; }"
done
