# shellcheck shell=sh
# Deals with a named program (tfsso_named, for example from TFSSO_TERRAFORM) that can't be the real tool. If the program
# is missing or can't be executed, that is a failure. Otherwise it is our shim or was tried before: then tfsso_named is
# emptied, and PATH is searched.
# reads: tfsso_real; sets: tfsso_named

# shellcheck disable=SC2034 # real-tool.sh reads it
tfsso_named=''
if ! [ -f "$tfsso_real" ] || ! [ -x "$tfsso_real" ]; then tfsso_fail named; fi
