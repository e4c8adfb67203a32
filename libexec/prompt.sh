# shellcheck shell=sh
# `tfsso prompt`: prints account, role and time left for a shell's prompt. The time is only `<30m`, `>30m` or `expired`.
# Outside a layer it prints nothing. With any option, node answers instead. The command must be fast, so it checks no
# checksum and shows what the layer's last grant says. A `?` means that this could be out of date, for example because
# there is no grant, the grant has expired, a file that usually decides the account is newer than the grant, or
# TFSSO_ACCOUNT or TF_WORKSPACE has changed. lib/grant/prompt.ts writes the text to show into a file GRANT.prompt.
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
# Use terraform's grant or tofu's, whichever expires later.
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
# Below a tfsso.hcl only a grant knows whether this is a layer and which account it belongs to.
[ ! -f "$tfsso_project/tfsso.hcl" ] || [ -n "$tfsso_newest" ] || exit 0
tfsso_first='' tfsso_rest=''
{ [ -n "$tfsso_newest" ] && {
  IFS= read -r tfsso_shown && { IFS= read -r tfsso_first && IFS= read -r tfsso_rest || :; }
} <"$tfsso_newest.prompt"; } 2>/dev/null || {
  tfsso_print "$tfsso_shown ?" 2>/dev/null || tfsso_fail unwritten
  exit
}
# File times have the same meaning as in libexec/grant.sh: the time of the grant's file is when the grant expires, and
# the time of its directory is when the grant was made. The time of the .prompt file is when the credentials expire.
tfsso_left=expired tfsso_mark=' ?'
# The selected workspace and backend matter only below a tfsso.hcl.
tfsso_switch=''
[ ! -f "$tfsso_project/tfsso.hcl" ] || case ${TF_DATA_DIR:-.terraform} in
  /*) tfsso_switch=$TF_DATA_DIR ;;
  *) tfsso_switch=$tfsso_directory/${TF_DATA_DIR:-.terraform} ;;
esac
# As in libexec/grant.sh, the clock must be our own file. Test this first: `<>` would create a missing clock.
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
# In the .prompt file the second line is the value that TFSSO_ACCOUNT had when the grant was made. The third line is the
# value of TF_WORKSPACE, if that matters for the account.
[ "${tfsso_first#=}" = "${TFSSO_ACCOUNT-}" ] || tfsso_mark=' ?'
[ -z "$tfsso_rest" ] || [ "${tfsso_rest#=}" = "${TF_WORKSPACE-}" ] || tfsso_mark=' ?'
tfsso_print "$tfsso_shown $tfsso_left$tfsso_mark" 2>/dev/null || tfsso_fail unwritten
exit
