# shellcheck shell=sh
# The real tool, in tfsso_real: the next one on PATH, or the one that is named, that is not ours and was
# not tried before.
# reads: tfsso_prefix tfsso_tool tfsso_named; sets: tfsso_real tfsso_named

tfsso_tried='' tfsso_depth=1
[ -z "${TFSSO_TRIED-}" ] || tfsso_read tried
tfsso_shim=$tfsso_prefix/shims/$tfsso_tool
# PATH is taken apart by hand: word splitting loses an empty entry at the end.
tfsso_real=$tfsso_named tfsso_path=${PATH-}:
# shellcheck disable=SC3013 # -ef: dash, bash, busybox and mksh have it
until [ -f "$tfsso_real" ] && [ -x "$tfsso_real" ] && ! [ "$tfsso_real" -ef "$0" ] &&
  { [ "$0" = "$tfsso_shim" ] || ! [ "$tfsso_real" -ef "$tfsso_shim" ]; } &&
  case :$tfsso_tried: in *:"$tfsso_real":*) false ;; esac; do
  if [ -n "$tfsso_named" ]; then
    if ! [ -f "$tfsso_real" ] || ! [ -x "$tfsso_real" ]; then tfsso_fail named; fi
    tfsso_named=''
  fi
  [ -n "$tfsso_path" ] || tfsso_fail none
  tfsso_real=${tfsso_path%%:*}
  tfsso_path=${tfsso_path#*:}
  # An empty entry is the current directory.
  tfsso_real=${tfsso_real:-.}/$tfsso_tool
done
export TFSSO_TRIED=$$:"$tfsso_depth:$tfsso_tried:$tfsso_real"
# Or exec sees an option, or looks on PATH.
case $tfsso_real in /* | ./*) ;; *) tfsso_real=./$tfsso_real ;; esac
