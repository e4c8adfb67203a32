# shellcheck shell=sh
# Names the account and role before a command that changes something.
# reads: tfsso_who; sets:

tfsso_read print
tfsso_read tell
tfsso_tell "tfsso: $tfsso_who"
