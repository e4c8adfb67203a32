# shellcheck shell=sh
# Read only in a run inside `tfsso exec`, or in a tofu that Terragrunt starts with `tfsso env --terragrunt`. The person
# wants the command to use these credentials wherever it runs. So if this run turns out to be in no layer, it keeps
# them: this part remembers the environment, libexec/take-back.sh undoes everything, and libexec/before-exec.sh calls
# tfsso_give_again.
#
# This part also notices a run in Terragrunt's copy of a unit (tfsso_keeps=copy), for libexec/other-account.sh.
# Terragrunt makes such copies below TG_DOWNLOAD_DIR or download_dir, in DIRECTORY/HASH/HASH, with hashes of 27
# characters.
#
# TFSSO_EXEC_GIVES is `exec`, or `terragrunt` and the account and role of the unit (a grant's `who`, which can be
# empty).
# reads: ; sets: tfsso_keeps tfsso_gives tfsso_names

tfsso_read print-environment
tfsso_remember_environment
tfsso_gives=$TFSSO_EXEC_GIVES # libexec/take-back.sh unsets the variable
tfsso_three='[!/][!/][!/]'
tfsso_hash=$tfsso_three$tfsso_three$tfsso_three
tfsso_hash=$tfsso_hash$tfsso_hash$tfsso_hash
case $tfsso_gives:${PWD-}/ in
  terragrunt*:*/$tfsso_hash/$tfsso_hash/*) tfsso_keeps=copy ;;
  *) tfsso_keeps=yes ;;
esac

tfsso_give_again() {
  [ -z "${TFSSO_DEBUG-}" ] || tfsso_tell 'tfsso debug: this run keeps the credentials of tfsso exec, or of its unit in Terragrunt'
  for tfsso_name in $tfsso_names; do
    eval "case \$tfsso_old_$tfsso_name in
      x*) $tfsso_name=\${tfsso_old_$tfsso_name#x} && export $tfsso_name ;;
      *) unset $tfsso_name ;;
    esac"
  done
}
