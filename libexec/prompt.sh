# shellcheck shell=sh
# `tfsso prompt`: account, role and time left, for a shell's prompt; nothing outside a layer. There is no time for a
# checksum or `date`, so it says what the layer's last grant says, and a `?` marks what nothing proves: there is no
# grant, it is due to be made again, or a file that decides was written since. lib/grant/prompt.ts writes what it shows.
# reads: tfsso_prefix; sets:

[ $# -eq 1 ] || {
  . "$tfsso_prefix/libexec/node.sh"
  tfsso_become_node "$@"
}
tfsso_chdir=''
. "$tfsso_prefix/libexec/layer.sh"
[ -n "$tfsso_layer" ] || exit 0
. "$tfsso_prefix/libexec/cache.sh"
. "$tfsso_prefix/libexec/print.sh"
tfsso_mode=full tfsso_newest=''
# The newer one of the two tools' grants.
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
# Below a tfsso.hcl only a grant says whose the layer is, if it is one.
[ ! -f "$tfsso_project/tfsso.hcl" ] || [ -n "$tfsso_newest" ] || exit 0
tfsso_first='' tfsso_rest=''
{ [ -n "$tfsso_newest" ] && {
  IFS= read -r tfsso_shown && { IFS= read -r tfsso_first && IFS= read -r tfsso_rest || :; }
} <"$tfsso_newest.prompt"; } 2>/dev/null || {
  tfsso_print "$tfsso_shown ?"
  exit
}
# Times as in libexec/grant.sh: the grant's is when it is made again, the directory's when it was made.
tfsso_left=expired tfsso_mark=' ?'
# What the directory is switched to counts below a tfsso.hcl only.
tfsso_switch=''
[ ! -f "$tfsso_project/tfsso.hcl" ] || case ${TF_DATA_DIR:-.terraform} in
  /*) tfsso_switch=$TF_DATA_DIR ;;
  *) tfsso_switch=$tfsso_directory/${TF_DATA_DIR:-.terraform} ;;
esac
# shellcheck disable=SC3013,SC3067
{
  echo 1<>"$tfsso_clock" && {
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
# The lines after what is shown: TFSSO_ACCOUNT, and TF_WORKSPACE where it decides.
[ "${tfsso_first#=}" = "${TFSSO_ACCOUNT-}" ] || tfsso_mark=' ?'
[ -z "$tfsso_rest" ] || [ "${tfsso_rest#=}" = "${TF_WORKSPACE-}" ] || tfsso_mark=' ?'
tfsso_print "$tfsso_shown $tfsso_left$tfsso_mark"
exit
