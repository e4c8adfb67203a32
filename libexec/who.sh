# shellcheck shell=sh
# Says as whom a command that changes something runs.
# reads: tfsso_who; sets:

tfsso_read print
tfsso_read tell
tfsso_tell "tfsso: $tfsso_who"
