# shellcheck shell=sh
# This part runs if the program that the person named (for example in TFSSO_TERRAFORM) can't be the real tool. If that
# program is missing or not executable, tfsso fails. Otherwise it is our shim or was tried already, so real-tool.sh
# searches PATH.
# reads: tfsso_real; sets: tfsso_named

# shellcheck disable=SC2034 # real-tool.sh reads it
tfsso_named=''
if ! [ -f "$tfsso_real" ] || ! [ -x "$tfsso_real" ]; then tfsso_fail named; fi
