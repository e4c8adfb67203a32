# shellcheck shell=sh
# Clears the variables that the grant will set or that would override it, and records their values in TFSSO_WAS_X. If
# the grant has no keys, AWS keys stay, because the grant's profiles use the CI job's own keys. This file must also work
# with an older shim: an upgrade can replace the file while that shim waits for a login.
# reads: GRANT; sets:

tfsso_read names
for tfsso_name in ${tfsso_config:+$tfsso_with_config} ${tfsso_access_key_id:+$tfsso_with_access_key_id} \
  ${tfsso_shared_credentials:+$tfsso_with_shared_credentials} ${tfsso_region:+$tfsso_with_region}; do
  eval "[ -z \"\${$tfsso_name+x}\" ] || {
    TFSSO_WAS_$tfsso_name=\$$tfsso_name; export TFSSO_WAS_$tfsso_name; unset $tfsso_name; }"
done
