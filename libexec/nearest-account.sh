# shellcheck shell=sh
# Finds the run's directory (tfsso_directory). tfsso_account becomes the nearest directory upwards with
# config/account.tfvars or a tfsso.hcl. If that directory has a tfsso.hcl, tfsso_described is set. If no directory
# upwards has either file, or the run's directory does not exist, tfsso_layer is empty. If the shell's path differs from
# the real path, tfsso_by_path is set. libexec/project.sh comes next. The search uses -e, not -f, so that node can
# report a pipe or a directory in place of a file.
# reads: tfsso_chdir; sets: tfsso_logical tfsso_directory tfsso_layer tfsso_account tfsso_from tfsso_described tfsso_by_path

# `cd -P .` sets PWD to the real path without a fork. It changes OLDPWD, too.
tfsso_logical=${PWD-} tfsso_oldpwd=${OLDPWD-}
tfsso_pwd=$tfsso_logical tfsso_directory=''
cd -P . 2>&- && tfsso_directory=$PWD
[ -z "$tfsso_chdir" ] || tfsso_read chdir
PWD=$tfsso_pwd OLDPWD=$tfsso_oldpwd
case $tfsso_directory in
  # If the directory does not exist, sh has no path for it that begins with /.
  /*) tfsso_layer=yes ;;
  *) tfsso_layer='' ;;
esac
# .terraform and .terragrunt-cache contain copies of modules, so the search (tfsso_from) starts above them
# (lib/layout/upwards.ts).
tfsso_account=$tfsso_directory tfsso_described=''
case $tfsso_account/ in
  */.terraform/* | */.terragrunt-cache/*)
    tfsso_account=$tfsso_account/
    tfsso_account=${tfsso_account%%/.terraform/*}/
    tfsso_account=${tfsso_account%%/.terragrunt-cache/*}
    tfsso_account=${tfsso_account%/}
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
tfsso_by_path=''
case $tfsso_directory in
  "$tfsso_logical" | '' | [!/]*) ;;
  *) tfsso_by_path=yes ;;
esac
