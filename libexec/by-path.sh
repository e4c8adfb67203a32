# shellcheck shell=sh
# This part is read only if the shell's path to the directory goes through a symbolic link. It sets tfsso_by_path to the
# directory of the account on that path, or with a tfsso.hcl to the project's directory. tfsso_by_path is empty if the
# path is in no account, or if it is in the same account as the real path.
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
# If both paths go through the same directory with config/account.tfvars, the account is the same. But a directory with
# a tfsso.hcl has several accounts: there, the rest of the two paths must also be the same.
# shellcheck disable=SC3013 # -ef: dash, bash, busybox and mksh have it
! [ "$tfsso_by_path/" -ef "$tfsso_account/" ] || {
  [ -e "$tfsso_by_path/tfsso.hcl" ] && [ "${tfsso_logical#"$tfsso_by_path"}" != "${tfsso_directory#"$tfsso_account"}" ]
} || tfsso_by_path=''
