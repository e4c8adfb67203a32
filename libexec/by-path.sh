# shellcheck shell=sh
# This part runs if a symlink makes the shell's path to this directory differ from the real path. If the shell's path
# goes through another account or project, tfsso_by_path becomes the account's directory on that path. Below a
# tfsso.hcl, sh can't know the account. So if the rest of the two paths, below the directory of the tfsso.hcl, differs,
# tfsso_by_path becomes this directory. In all other cases tfsso_by_path becomes empty. If it is not empty, node decides
# whether to refuse the directory (two-accounts.sh).
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
# The same config/account.tfvars means the same account, unless the project differs. A tfsso.hcl can describe several
# accounts, so below it the rest of the two paths must match, too.
tfsso_at=$tfsso_by_path
until [ -z "$tfsso_at" ] || [ -e "$tfsso_at/tfsso.hcl" ] ||
  [ -e "$tfsso_at/config/common.tfvars" ] || [ -e "$tfsso_at/config/common.tfvars.example" ]; do
  tfsso_at=${tfsso_at%/*}
done
# shellcheck disable=SC3013 # -ef: dash, bash, busybox and mksh have it
! { [ "$tfsso_by_path/" -ef "$tfsso_account/" ] && { [ -z "$tfsso_at" ] || [ "$tfsso_at/" -ef "$tfsso_project/" ]; }; } || {
  [ -e "$tfsso_by_path/tfsso.hcl" ] && [ "${tfsso_logical#"$tfsso_by_path"}" != "${tfsso_directory#"$tfsso_account"}" ]
} || tfsso_by_path=''
