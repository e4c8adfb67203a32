# shellcheck shell=sh
# `init` without a backend config that the project names, where the layer's backend has no bucket of its own: refused,
# unless the person gives one or wants no backend.
# reads: tfsso_fresh; sets:

tfsso_require_backend() { # ARGUMENTS
  case " ${TF_CLI_ARGS-} ${TF_CLI_ARGS_init-} $*" in
    *' -backend-config'* | *' --backend-config'*) ;;
    *) [ -n "$tfsso_fresh" ] || tfsso_fail missing-backend ;;
  esac
}
