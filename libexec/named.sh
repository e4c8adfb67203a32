# shellcheck shell=sh
# This part is read if the program that the person named (tfsso_named) can't be the real tool. If the program is missing
# or can't be executed, that is a failure. Otherwise it is our shim or was tried before: then tfsso_named is emptied,
# and PATH is searched.
# reads: tfsso_real; sets: tfsso_named

# shellcheck disable=SC2034 # real-tool.sh reads it
tfsso_named=''
if ! [ -f "$tfsso_real" ] || ! [ -x "$tfsso_real" ]; then tfsso_fail named; fi
