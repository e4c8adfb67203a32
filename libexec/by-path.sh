# shellcheck shell=sh
# Finds out whether the shell's path to this directory may go through another account than the real path. If so,
# tfsso_by_path is the directory of that other account. Below a tfsso.hcl, sh can't know this: tfsso_by_path is the
# project's directory if the two paths differ below it, and node decides (two-accounts.sh). Otherwise tfsso_by_path is
# empty. This part is read only if the shell's path differs from the real path.
# reads: tfsso_logical tfsso_directory tfsso_account; sets: tfsso_by_path

tfsso_by_path=$tfsso_logical/
tfsso_by_path=${tfsso_by_path%%/.terraform/*}
tfsso_by_path=${tfsso_by_path%%/.terragrunt-cache/*}
tfsso_by_path=${tfsso_by_path%/}
case $tfsso_by_path in
  /*) ;;
  *) tfsso_by_path='' ;;
esac
until [ -z "$tfsso_by_path" ] || [ -e "$tfsso_by_path/tfsso.hcl" ] || [ -e "$tfsso_by_path/config/account.tfvars" ]; do
  tfsso_by_path=${tfsso_by_path%/*}
done
# If both paths go through the same directory with config/account.tfvars, the account is the same. But a tfsso.hcl
# describes several accounts: below it, the rest of the two paths must also be the same.
# shellcheck disable=SC3013 # -ef: dash, bash, busybox and mksh have it
! [ "$tfsso_by_path/" -ef "$tfsso_account/" ] || {
  [ -e "$tfsso_by_path/tfsso.hcl" ] && [ "${tfsso_logical#"$tfsso_by_path"}" != "${tfsso_directory#"$tfsso_account"}" ]
} || tfsso_by_path=''
