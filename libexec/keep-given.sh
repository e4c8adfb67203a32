# shellcheck shell=sh
# Read only in a run inside `tfsso exec`, or inside Terragrunt with `tfsso env --terragrunt` (TFSSO_EXEC_GIVES names the
# account and role). The person wants the command to use these credentials wherever it runs. So if this run turns out to
# be in no layer, it keeps them: libexec/before-exec.sh calls tfsso_give_again, after libexec/take-back.sh has undone
# everything. Below TG_DOWNLOAD_DIR or download_dir, Terragrunt runs tofu in a copy of the unit, DIRECTORY/HASH/HASH,
# with hashes of 27 characters. If such a copy is in a layer of another account, the run is treated as if it were in no
# layer (libexec/other-account.sh).
# reads: ; sets: tfsso_keeps tfsso_layer tfsso_names

tfsso_read print-environment
tfsso_remember_environment
tfsso_layer=yes # until this run has found out
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
