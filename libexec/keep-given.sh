# shellcheck shell=sh
# Read only in a run inside `tfsso exec`, or in a tofu that Terragrunt starts with `tfsso env --terragrunt`. The person
# wants the command to use these credentials wherever it runs. So if this run turns out to be in no layer, it keeps them:
# this part remembers the environment, libexec/take-back.sh undoes everything, and libexec/before-exec.sh calls
# tfsso_give_again.
#
# This part also notices a run in Terragrunt's copy of a unit (tfsso_keeps=copy), for libexec/other-account.sh. Terragrunt
# makes such copies below TG_DOWNLOAD_DIR or download_dir, in DIRECTORY/HASH/HASH, with hashes of 27 characters.
#
# TFSSO_EXEC_GIVES is the account and role that were given, as in a grant's `who`; `yes` if only profiles were given.
# reads: ; sets: tfsso_keeps tfsso_gives tfsso_layer tfsso_names

tfsso_read print-environment
tfsso_remember_environment
tfsso_gives=$TFSSO_EXEC_GIVES # libexec/take-back.sh unsets the variable
tfsso_layer=yes # until this run knows whether it is in a layer
case ${PWD-}/ in
  */???????????????????????????/???????????????????????????/*) tfsso_keeps=copy ;;
  *) tfsso_keeps=yes ;;
esac

tfsso_give_again() {
  for tfsso_name in $tfsso_names; do
    eval "case \$tfsso_old_$tfsso_name in
      x*) $tfsso_name=\${tfsso_old_$tfsso_name#x} && export $tfsso_name ;;
      *) unset $tfsso_name ;;
    esac"
  done
}
