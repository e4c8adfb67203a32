# shellcheck shell=sh
# Finds the layer that the run is in: its directory, its account's directory and its project's. tfsso_layer is empty
# outside a layer. Only node can match the patterns of a tfsso.hcl. So below a tfsso.hcl tfsso_account is the project's
# directory, and the grant says whether this is a layer. The grant also says whether the files found may be trusted.
# Files are looked for with -e, not -f: node then refuses a pipe or a directory with a message. tfsso_by_path: see
# libexec/by-path.sh.
# reads: tfsso_chdir; sets: tfsso_logical tfsso_directory tfsso_layer tfsso_account tfsso_project tfsso_by_path

# Use the real path of the directory. `cd -P .` only sets PWD; nothing is forked.
tfsso_logical=${PWD-} tfsso_oldpwd=${OLDPWD-}
tfsso_pwd=$tfsso_logical tfsso_directory=''
cd -P . 2>&- && tfsso_directory=$PWD
[ -z "$tfsso_chdir" ] || tfsso_read chdir
PWD=$tfsso_pwd OLDPWD=$tfsso_oldpwd
case $tfsso_directory in
  # Without a path that begins with /, the directory was removed.
  /*) tfsso_layer=yes ;;
  *) tfsso_layer='' ;;
esac
# Tools keep copies of modules in these directories below a layer, so the search starts above them
# (lib/layout/upwards.ts).
tfsso_account=$tfsso_directory tfsso_project='' tfsso_described=''
case $tfsso_account/ in
  */.terraform/* | */.terragrunt-cache/*)
    tfsso_account=$tfsso_account/
    tfsso_account=${tfsso_account%%/.terraform/*}
    tfsso_account=${tfsso_account%%/.terragrunt-cache/*}
    ;;
esac
tfsso_from=$tfsso_account
until { [ -e "$tfsso_account/tfsso.hcl" ] && tfsso_described=yes; } ||
  [ -e "$tfsso_account/config/account.tfvars" ]; do
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
  # If no project is found, node says what is missing.
  [ -n "$tfsso_described" ] || until
    tfsso_project=${tfsso_project%/*}
    { [ -e "$tfsso_project/tfsso.hcl" ] && tfsso_described=yes; } ||
      [ -e "$tfsso_project/config/common.tfvars" ] ||
      [ -e "$tfsso_project/config/common.tfvars.example" ] || [ -z "$tfsso_project" ]
  do :; done
  if [ -n "$tfsso_described" ]; then
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
