# shellcheck shell=sh
# Read only if the shell's path to the directory goes through a symbolic link. Finds the account (or the project of
# a tfsso.hcl) that the directory is in by that path. tfsso_by_path is empty if that is the account of the real path, too.
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
# The same directory with config/account.tfvars is the same account. A tfsso.hcl has several accounts, so below it
# the rest of the path must be the same, too.
# shellcheck disable=SC3013 # -ef: dash, bash, busybox and mksh have it
! [ "$tfsso_by_path/" -ef "$tfsso_account/" ] || {
  [ -e "$tfsso_by_path/tfsso.hcl" ] && [ "${tfsso_logical#"$tfsso_by_path"}" != "${tfsso_directory#"$tfsso_account"}" ]
} || tfsso_by_path=''
