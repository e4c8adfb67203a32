# shellcheck shell=sh
# `tfsso prompt`: prints account, role and time left (`<30m`, `>30m` or `expired`). Outside a layer it prints nothing.
# With any option, node answers. Otherwise sh answers: for speed it checks no checksum, and shows what the last grant
# says (GRANT.prompt, from lib/grant/prompt.ts). `?` means that this could be out of date, for example because there is
# no grant, the grant expired, a file that usually decides the account is newer, or TFSSO_ACCOUNT or TF_WORKSPACE
# changed.
# reads: tfsso_prefix; sets:

[ $# -eq 1 ] || {
  tfsso_read node
  tfsso_become_node "$@"
}
tfsso_chdir=''
. "$tfsso_prefix/libexec/layer.sh"
[ -n "$tfsso_layer" ] || exit 0
. "$tfsso_prefix/libexec/cache.sh"
. "$tfsso_prefix/libexec/print.sh"
tfsso_mode=full tfsso_newest=''
# Of terraform's and tofu's grant, use the one that expires later.
# shellcheck disable=SC3013,SC3067 # -nt, -O: dash, bash, busybox and mksh have them
case ${TFSSO_ROLE-} in
  */*) ;;
  *)
    for tfsso_tool in terraform tofu; do
      . "$tfsso_prefix/libexec/grant-place.sh"
      if [ ! -f "$tfsso_grant.prompt" ] || [ ! -O "$tfsso_grant.prompt" ]; then continue; fi
      if [ -z "$tfsso_newest" ] || [ "$tfsso_grant" -nt "$tfsso_newest" ]; then tfsso_newest=$tfsso_grant; fi
    done
    ;;
esac
tfsso_shown=${tfsso_account##*/}
# Below a tfsso.hcl only a grant knows whether this is a layer, and of which account.
[ ! -f "$tfsso_project/tfsso.hcl" ] || [ -n "$tfsso_newest" ] || exit 0
tfsso_first='' tfsso_rest=''
{ [ -n "$tfsso_newest" ] && {
  IFS= read -r tfsso_shown && { IFS= read -r tfsso_first && IFS= read -r tfsso_rest || :; }
} <"$tfsso_newest.prompt"; } 2>/dev/null || {
  tfsso_print "$tfsso_shown ?" 2>/dev/null || tfsso_fail unwritten
  exit
}
# File times mean the same as in libexec/grant.sh. The time of the .prompt file is when the credentials expire.
tfsso_left=expired tfsso_mark=' ?'
# The selected workspace and backend matter only below a tfsso.hcl. Elsewhere, look where no file can be.
tfsso_switch=/dev/null
[ ! -f "$tfsso_project/tfsso.hcl" ] || case ${TF_DATA_DIR:-.terraform} in
  /*) tfsso_switch=$TF_DATA_DIR ;;
  *) tfsso_switch=$tfsso_directory/${TF_DATA_DIR:-.terraform} ;;
esac
# The clock must be our own file. Test that first, because `<>` would create a missing clock.
# shellcheck disable=SC3013,SC3067
{
  ! [ -h "$tfsso_clock" ] && [ -O "$tfsso_clock" ] && echo <>"$tfsso_clock" >&0 && {
    [ ! "$tfsso_newest.prompt" -nt "$tfsso_clock" ] || tfsso_left='<30m'
    [ ! "$tfsso_newest" -nt "$tfsso_clock" ] || {
      tfsso_left='>30m'
      [ "$tfsso_at" -nt "$tfsso_clock" ] || [ "$tfsso_project/tfsso.hcl" -nt "$tfsso_at" ] ||
        [ "$tfsso_project/config/common.tfvars" -nt "$tfsso_at" ] ||
        [ "$tfsso_account/config/account.tfvars" -nt "$tfsso_at" ] ||
        [ "$tfsso_account/config/backend.tfvars" -nt "$tfsso_at" ] ||
        [ "$tfsso_switch/environment" -nt "$tfsso_at" ] ||
        [ "$tfsso_switch/terraform.tfstate" -nt "$tfsso_at" ] || tfsso_mark=''
    }
  }
} 2>/dev/null
# The second line of the .prompt file is the grant's TFSSO_ACCOUNT. The third is its TF_WORKSPACE, if that matters for
# the account.
[ "${tfsso_first#=}" = "${TFSSO_ACCOUNT-}" ] || tfsso_mark=' ?'
[ -z "$tfsso_rest" ] || [ "${tfsso_rest#=}" = "${TF_WORKSPACE-}" ] || tfsso_mark=' ?'
tfsso_print "$tfsso_shown $tfsso_left$tfsso_mark" 2>/dev/null || tfsso_fail unwritten
exit
