# shellcheck shell=sh
# The program of shims/terragrunt: execs the real Terragrunt, with TG_AUTH_PROVIDER_CMD set to `tfsso env --terragrunt`.
# The variable stays unchanged if the person named another command, or if tfsso_mode is off or args. In each unit
# Terragrunt starts the shim of terraform or tofu. This shim deals with the layer.
# reads: tfsso_prefix tfsso_tool tfsso_named tfsso_options; sets:

. "$tfsso_prefix/libexec/read.sh"
. "$tfsso_prefix/libexec/known-patterns.sh"
. "$tfsso_prefix/libexec/real-tool.sh"
. "$tfsso_prefix/libexec/mode.sh"

tfsso_told=${TG_AUTH_PROVIDER_CMD+x}${TERRAGRUNT_AUTH_PROVIDER_CMD+x}
case $tfsso_mode in off | args) tfsso_told=x ;; esac
for tfsso_arg; do
  case $tfsso_arg in
    --) break ;;
    -auth-provider-cmd | --auth-provider-cmd | -auth-provider-cmd=* | --auth-provider-cmd=* | \
      --terragrunt-auth-provider-cmd | --terragrunt-auth-provider-cmd=*) tfsso_told=x ;;
  esac
done
# Terragrunt splits the value of TG_AUTH_PROVIDER_CMD into words, as a shell does. Double quotes are enough, because
# lib/install/prefix.ts allows no double quote and no backslash in the prefix.
[ -n "$tfsso_told" ] ||
  export TG_AUTH_PROVIDER_CMD="\"$tfsso_prefix/bin/tfsso\" env --terragrunt"

[ -z "${TFSSO_DEBUG-}$tfsso_options" ] || tfsso_read before-exec
exec "$tfsso_real" "$@"
