# shellcheck shell=sh
# `tfsso prompt`: prints account, role and time left for a shell's prompt, and nothing outside a layer. It must be fast,
# so it takes no checksum: it shows what the layer's last grant says. A `?` marks what may be out of date: there is no
# grant, it has expired, or a file that it depends on is newer. lib/grant/prompt.ts writes the text that is shown.
# reads: tfsso_prefix; sets:

[ $# -eq 1 ] || {
  tfsso_read node
  tfsso_become_node "$@"
}
tfsso_chdir=''
. "$tfsso_prefix/libexec/layer.sh"
. "$tfsso_prefix/libexec/project.sh"
[ -n "$tfsso_layer" ] || exit 0
. "$tfsso_prefix/libexec/cache.sh"
. "$tfsso_prefix/libexec/print.sh"
tfsso_mode=full tfsso_newest=''
# Use the newer of terraform's grant and tofu's.
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
# File times, as in libexec/grant.sh: the grant's time is when the grant expires, its directory's when the grant was made.
tfsso_left=expired tfsso_mark=' ?'
# The selected workspace and backend decide only below a tfsso.hcl.
tfsso_switch=''
[ ! -f "$tfsso_project/tfsso.hcl" ] || case ${TF_DATA_DIR:-.terraform} in
  /*) tfsso_switch=$TF_DATA_DIR ;;
  *) tfsso_switch=$tfsso_directory/${TF_DATA_DIR:-.terraform} ;;
esac
# shellcheck disable=SC3013,SC3067
{
  echo <>"$tfsso_clock" >&0 && {
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
# The second line is the value of TFSSO_ACCOUNT when the grant was made; the third is TF_WORKSPACE, if it decides.
[ "${tfsso_first#=}" = "${TFSSO_ACCOUNT-}" ] || tfsso_mark=' ?'
[ -z "$tfsso_rest" ] || [ "${tfsso_rest#=}" = "${TF_WORKSPACE-}" ] || tfsso_mark=' ?'
tfsso_print "$tfsso_shown $tfsso_left$tfsso_mark" 2>/dev/null || tfsso_fail unwritten
exit
