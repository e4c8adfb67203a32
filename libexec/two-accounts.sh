# shellcheck shell=sh
# Where the directory's path, as the person sees it, is not the real one: refuses it if it is in another
# account by that path. Below a tfsso.hcl node says whose it is, unless it is the same place of the same project.
# reads: tfsso_prefix tfsso_logical tfsso_directory tfsso_account tfsso_project; sets:

tfsso_refuse_two_accounts() { # ARGUMENTS
  tfsso_at=$tfsso_logical/
  tfsso_at=${tfsso_at%%/.terraform/*}
  tfsso_at=${tfsso_at%%/.terragrunt-cache/*}
  tfsso_at=${tfsso_at%/}
  case $tfsso_at in
    /*)
      until [ -f "$tfsso_at/tfsso.hcl" ] || [ -f "$tfsso_at/config/account.tfvars" ] || [ -z "$tfsso_at" ]; do
        tfsso_at=${tfsso_at%/*}
      done
      # shellcheck disable=SC3013 # -ef: dash, bash, busybox and mksh have it
      if [ -f "$tfsso_at/tfsso.hcl" ] || [ -f "$tfsso_project/tfsso.hcl" ]; then
        if [ "${tfsso_logical#"$tfsso_at"}" != "${tfsso_directory#"$tfsso_account"}" ] ||
          ! [ "$tfsso_at/" -ef "$tfsso_account/" ]; then
          tfsso_read node
          (
            tfsso_read hand-arguments
            tfsso_hand_arguments "$@"
            tfsso_become_node same-account "$tfsso_logical" "$tfsso_directory" </dev/null
          ) || exit $?
        fi
      else
        [ ! -f "$tfsso_at/config/account.tfvars" ] || [ "$tfsso_at/" -ef "$tfsso_account/" ] ||
          tfsso_fail two-accounts
      fi
      ;;
  esac
}
