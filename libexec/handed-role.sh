# shellcheck shell=sh
# The role of an outer `tfsso exec --role`, which counts in the layers of the account that it was for: those below its
# directories, and below a tfsso.hcl the outer run's own layer.
# reads: tfsso_account tfsso_project tfsso_directory; sets:

tfsso_arg=$tfsso_account
[ ! -f "$tfsso_project/tfsso.hcl" ] || tfsso_arg=$tfsso_directory
[ -n "${TFSSO_ROLE-}" ] || case "
${TFSSO_EXEC_PLACES-}
" in
  *"
$tfsso_arg
"*) export TFSSO_ROLE="$TFSSO_EXEC_ROLE" ;;
esac
