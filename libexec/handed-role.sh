# shellcheck shell=sh
# Uses the role of an outer `tfsso exec --role`, if TFSSO_ROLE is empty and this layer belongs to the account of that
# `tfsso exec`. Below a tfsso.hcl, only the layer in which that `tfsso exec` was run uses that role.
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
