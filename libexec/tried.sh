# shellcheck shell=sh
# What was tried before, where another shim, or an outer run, leads here. TFSSO_TRIED holds `pid:depth:`
# and the paths that this process has tried (exec keeps the pid); a path tried is not tried again. A new
# pid is a new run, but one that is nested too deep is a loop of programs that start each other.
# reads: ; sets: tfsso_tried tfsso_depth

# shellcheck disable=SC2153 # no misspelling: it is inherited
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
