# shellcheck shell=sh
# In Terragrunt's copy of a unit (libexec/keep-given.sh), the layer can have another account or role than the unit. Then
# the run counts as outside any layer, and keeps the unit's credentials.
# reads: tfsso_keeps tfsso_gives tfsso_who; sets: tfsso_layer

[ "$tfsso_keeps" != copy ] || [ "$tfsso_gives" = "terragrunt $tfsso_who" ] || tfsso_layer=''
