# shellcheck shell=sh
# In Terragrunt's copy of a unit (libexec/keep-given.sh): if the copy is in a layer of another account or role than the
# unit, this run is in no layer.
# reads: tfsso_keeps tfsso_who; sets: tfsso_layer

[ "$tfsso_keeps" != copy ] || [ "${TFSSO_EXEC_GIVES-}" = "$tfsso_who" ] || tfsso_layer=''
