# shellcheck shell=sh
# This part is read only if the shell's path to this directory differs from the real path (because of a symlink). It
# finds out whether the shell's path goes through another account, or another project, than the real path. The real path
# can also be in no account. If so, tfsso_by_path becomes the directory of the account in the shell's path, and node
# decides (two-accounts.sh). If not, tfsso_by_path becomes empty. Below a tfsso.hcl, sh can't find this out. So if the
# two paths differ below the directory of the tfsso.hcl, tfsso_by_path becomes that directory.
# reads: tfsso_logical tfsso_directory tfsso_account tfsso_project; sets: tfsso_by_path

tfsso_by_path=$tfsso_logical/
tfsso_by_path=${tfsso_by_path%%/.terraform/*}
tfsso_by_path=${tfsso_by_path%/}/
tfsso_by_path=${tfsso_by_path%%/.terragrunt-cache/*}
tfsso_by_path=${tfsso_by_path%/}
case $tfsso_by_path in
  /*) ;;
  *) tfsso_by_path='' ;;
esac
until [ -z "$tfsso_by_path" ] || [ -e "$tfsso_by_path/tfsso.hcl" ] || [ -e "$tfsso_by_path/config/account.tfvars" ]; do
  tfsso_by_path=${tfsso_by_path%/*}
done
# If both paths go through the same directory with config/account.tfvars, the account is the same, unless the shell's
# path then goes through another project. A tfsso.hcl can describe several accounts: below it, the rest of the two paths
# must also be the same.
tfsso_at=$tfsso_by_path
until [ -z "$tfsso_at" ] || [ -e "$tfsso_at/tfsso.hcl" ] ||
  [ -e "$tfsso_at/config/common.tfvars" ] || [ -e "$tfsso_at/config/common.tfvars.example" ]; do
  tfsso_at=${tfsso_at%/*}
done
# shellcheck disable=SC3013 # -ef: dash, bash, busybox and mksh have it
! { [ "$tfsso_by_path/" -ef "$tfsso_account/" ] && { [ -z "$tfsso_at" ] || [ "$tfsso_at/" -ef "$tfsso_project/" ]; }; } || {
  [ -e "$tfsso_by_path/tfsso.hcl" ] && [ "${tfsso_logical#"$tfsso_by_path"}" != "${tfsso_directory#"$tfsso_account"}" ]
} || tfsso_by_path=''
