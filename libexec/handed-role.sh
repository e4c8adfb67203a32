# shellcheck shell=sh
# If TFSSO_ROLE is empty, uses the role of an outer `tfsso exec --role` for the same account. Below a tfsso.hcl, only a
# run in the layer of that `tfsso exec` gets the role.
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
