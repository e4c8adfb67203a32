# shellcheck shell=sh
# The layer: its directory, its account's and its project's; tfsso_layer is empty where there is none.
# reads: tfsso_chdir; sets: tfsso_logical tfsso_directory tfsso_layer tfsso_account tfsso_project

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
until [ -f "$tfsso_account/config/account.tfvars" ]; do
  case $tfsso_account in
    /*) tfsso_account=${tfsso_account%/*} ;;
    *)
      tfsso_layer=''
      break
      ;;
  esac
done
case $tfsso_directory/ in "$tfsso_account"/config/*) tfsso_layer='' ;; esac
[ -z "$tfsso_layer" ] || {
  tfsso_project=${tfsso_account%/*}
  # Without one, node says what is missing.
  until [ -f "$tfsso_project/config/common.tfvars" ] || [ -z "$tfsso_project" ]; do
    tfsso_project=${tfsso_project%/*}
  done
  [ -z "${TFSSO_EXEC_ROLE-}" ] || tfsso_read handed-role
}
