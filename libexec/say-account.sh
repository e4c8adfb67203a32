# shellcheck shell=sh
# Prints one line with the account and role. This is read before a command that changes something.
# reads: tfsso_who; sets:

tfsso_read print
tfsso_read tell
tfsso_tell "tfsso: $tfsso_who"
