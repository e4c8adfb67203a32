# shellcheck shell=sh
# What is left to do before the real tool takes our place, where something was found or is to be explained.
# reads: tfsso_options; sets:

[ -z "${TFSSO_DEBUG-}" ] || tfsso_read explain
[ -z "$tfsso_options" ] || tfsso_read give-back
