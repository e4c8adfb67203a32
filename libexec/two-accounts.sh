# shellcheck shell=sh
# Where the directory's path, as the person sees it, is not the real one: refuses it if it is in another
# account by that path.
# reads: tfsso_logical tfsso_account; sets:

tfsso_at=$tfsso_logical/
tfsso_at=${tfsso_at%%/.terraform/*}
tfsso_at=${tfsso_at%%/.terragrunt-cache/*}
tfsso_at=${tfsso_at%/}
case $tfsso_at in
  /*)
    until [ -f "$tfsso_at/config/account.tfvars" ] || [ -z "$tfsso_at" ]; do
      tfsso_at=${tfsso_at%/*}
    done
    # shellcheck disable=SC3013 # -ef: dash, bash, busybox and mksh have it
    [ ! -f "$tfsso_at/config/account.tfvars" ] || [ "$tfsso_at/" -ef "$tfsso_account/" ] ||
      tfsso_fail two-accounts
    ;;
esac
