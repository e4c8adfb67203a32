# shellcheck shell=sh
# The layer: its directory, its account's and its project's; tfsso_layer is empty where there is none. Below a
# tfsso.hcl patterns decide, which are node's: the account's directory is the project's then. Whether it is a layer at
# all, and whether the files that say so count, a grant says. A pipe or a directory (-e) says so, too: node refuses it.
# tfsso_by_path: the account that it is in by the path that the person took, where that may be another.
# reads: tfsso_chdir; sets: tfsso_logical tfsso_directory tfsso_layer tfsso_account tfsso_project tfsso_by_path

# The physical directory counts. `cd -P .` stays where it is and only sets PWD; nothing is forked.
tfsso_logical=${PWD-} tfsso_oldpwd=${OLDPWD-}
tfsso_pwd=$tfsso_logical tfsso_directory=''
cd -P . 2>&- && tfsso_directory=$PWD
[ -z "$tfsso_chdir" ] || tfsso_read chdir
PWD=$tfsso_pwd OLDPWD=$tfsso_oldpwd
case $tfsso_directory in
  # Else there is no directory any more.
  /*) tfsso_layer=yes ;;
  *) tfsso_layer='' ;;
esac
# What tools keep below a layer may be a copy of anything: the search starts above it (lib/layout/upwards.ts).
tfsso_account=$tfsso_directory/ tfsso_project=''
tfsso_account=${tfsso_account%%/.terraform/*}
tfsso_account=${tfsso_account%%/.terragrunt-cache/*}
tfsso_account=${tfsso_account%/}
tfsso_from=$tfsso_account
until [ -e "$tfsso_account/tfsso.hcl" ] || [ -e "$tfsso_account/config/account.tfvars" ]; do
  case $tfsso_account in
    /*) tfsso_account=${tfsso_account%/*} ;;
    *)
      tfsso_layer=''
      break
      ;;
  esac
done
[ -z "$tfsso_layer" ] || {
  tfsso_project=$tfsso_account
  # Without any, node says what is missing.
  [ -e "$tfsso_project/tfsso.hcl" ] || until
    tfsso_project=${tfsso_project%/*}
    [ -e "$tfsso_project/tfsso.hcl" ] || [ -e "$tfsso_project/config/common.tfvars" ] ||
      [ -e "$tfsso_project/config/common.tfvars.example" ] || [ -z "$tfsso_project" ]
  do :; done
  if [ -e "$tfsso_project/tfsso.hcl" ]; then
    tfsso_account=$tfsso_project
  else
    case $tfsso_from/ in "$tfsso_account"/config/*) tfsso_layer='' ;; esac
  fi
  [ -z "${TFSSO_EXEC_ROLE-}" ] || tfsso_read handed-role
}
tfsso_by_path=''
case $tfsso_directory in
  "$tfsso_logical" | '' | [!/]*) ;;
  *) tfsso_read by-path ;;
esac
