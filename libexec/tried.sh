# shellcheck shell=sh
# Stops endless loops between shims. TFSSO_TRIED holds `pid:depth:` and the paths that the process `pid` has tried as
# the real tool. If a shim becomes another shim (exec), the pid stays the same, so the other shim skips these paths. If
# a shim runs in a new process, the pid differs: no path counts as tried, and the depth is one more. If the depth is
# more than 32, tfsso assumes a loop and fails.
# reads: ; sets: tfsso_tried tfsso_depth

# shellcheck disable=SC2153 # not a misspelling: it is inherited
tfsso_pid=${TFSSO_TRIED%%:*}
tfsso_tried=${TFSSO_TRIED#*:}
tfsso_depth=${tfsso_tried%%:*}
tfsso_tried=${tfsso_tried#*:}
case $tfsso_depth in '' | *[!0-9]*) tfsso_depth=0 ;; esac
if [ "$tfsso_pid" != $$ ]; then
  tfsso_tried=''
  tfsso_depth=$((tfsso_depth + 1))
  [ "$tfsso_depth" -le 32 ] || tfsso_fail loop
fi
