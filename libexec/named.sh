# shellcheck shell=sh
# Deals with a named program (tfsso_named, for example from TFSSO_TERRAFORM) that can't be the real tool. If the program
# is missing or can't be executed, that is a failure. Otherwise the program is our shim, or this process has already
# tried it. In this case tfsso_named becomes empty, and real-tool.sh searches PATH.
# reads: tfsso_real; sets: tfsso_named

# shellcheck disable=SC2034 # real-tool.sh reads it
tfsso_named=''
if ! [ -f "$tfsso_real" ] || ! [ -x "$tfsso_real" ]; then tfsso_fail named; fi
