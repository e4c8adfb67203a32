# shellcheck shell=sh
# Refuses an `init` that has neither -backend-config nor -backend=false. This part runs only if the project's backend
# config is missing and the layer's backend names no bucket.
# reads: tfsso_fresh; sets:

tfsso_require_backend() { # ARGUMENTS
  case " ${TF_CLI_ARGS-} ${TF_CLI_ARGS_init-} $*" in
    *' -backend-config'* | *' --backend-config'*) ;;
    *) [ -n "$tfsso_fresh" ] || tfsso_fail missing-backend ;;
  esac
}
