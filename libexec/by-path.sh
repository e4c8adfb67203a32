# shellcheck shell=sh
# Where the directory's path, as the person sees it, is not the real one: the account, or the project of a tfsso.hcl,
# that it is in by that path; empty where that is the same place as the real one's.
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
# One account's directory is one account's; of a project with a tfsso.hcl it must be the same place, too.
# shellcheck disable=SC3013 # -ef: dash, bash, busybox and mksh have it
! [ "$tfsso_by_path/" -ef "$tfsso_account/" ] || {
  [ -e "$tfsso_by_path/tfsso.hcl" ] && [ "${tfsso_logical#"$tfsso_by_path"}" != "${tfsso_directory#"$tfsso_account"}" ]
} || tfsso_by_path=''
