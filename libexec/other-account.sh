# shellcheck shell=sh
# For a run in Terragrunt's copy of a unit (libexec/keep-given.sh). If the copy is in a layer whose account or role
# differs from the unit's (tfsso_gives), this run counts as a run outside any layer. So it keeps the unit's credentials.
# reads: tfsso_keeps tfsso_gives tfsso_who; sets: tfsso_layer

[ "$tfsso_keeps" != copy ] || [ "$tfsso_gives" = "terragrunt $tfsso_who" ] || tfsso_layer=''
