# shellcheck shell=sh
# The role of an outer `tfsso exec --role`, which counts in the layers of the account that it was for.
# reads: tfsso_account; sets:

[ -n "${TFSSO_ROLE-}" ] || case "
${TFSSO_EXEC_PLACES-}
" in
  *"
$tfsso_account
"*) export TFSSO_ROLE="$TFSSO_EXEC_ROLE" ;;
esac
