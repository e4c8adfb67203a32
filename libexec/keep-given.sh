# shellcheck shell=sh
# This part runs in a terraform or tofu inside `tfsso exec`, or if Terragrunt has set what `tfsso env --terragrunt`
# printed. A run in no layer keeps the credentials that it inherits. So this part remembers the environment, before
# libexec/take-back.sh undoes what the outer run set. At the end, if the run is in no layer, libexec/before-exec.sh
# calls tfsso_give_again.
#
# In Terragrunt's copy of a unit, tfsso_keeps is `copy` (libexec/other-account.sh). A copy is in HASH/HASH below the
# download directory (TG_DOWNLOAD_DIR or download_dir). Each hash has 27 characters.
#
# TFSSO_EXEC_GIVES is `exec`, or `terragrunt` and the unit's account and role (a grant's `who`, which can be empty).
# reads: ; sets: tfsso_keeps tfsso_gives tfsso_names

tfsso_read print-environment
tfsso_remember_environment
tfsso_gives=$TFSSO_EXEC_GIVES # libexec/take-back.sh unsets it
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
