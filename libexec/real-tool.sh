# shellcheck shell=sh
# Finds the real tool (tfsso_real): the program that the person named (tfsso_named), or else the first tfsso_tool on
# PATH. Skips our own shim, the shims of other installations of tfsso, and programs that this process has already tried.
# reads: tfsso_prefix tfsso_tool tfsso_named; sets: tfsso_real tfsso_named

tfsso_tried='' tfsso_depth=1
[ -z "${TFSSO_TRIED-}" ] || tfsso_read tried
tfsso_shim=$tfsso_prefix/shims/$tfsso_tool
# Word splitting would lose an empty entry at the end of PATH.
tfsso_real=$tfsso_named tfsso_path=${PATH-}:
# shellcheck disable=SC3013 # -ef: dash, bash, busybox and mksh have it
until [ -f "$tfsso_real" ] && [ -x "$tfsso_real" ] && ! [ "$tfsso_real" -ef "$0" ] &&
  { [ "$0" = "$tfsso_shim" ] || ! [ "$tfsso_real" -ef "$tfsso_shim" ]; } &&
  case $tfsso_real in */shims/*) ! [ -f "${tfsso_real%/*}/../libexec/make-grant.sh" ] ;; esac &&
  case :$tfsso_tried: in *:"$tfsso_real":*) false ;; esac; do
  [ -z "$tfsso_named" ] || tfsso_read named
  [ -n "$tfsso_path" ] || tfsso_fail none
  tfsso_real=${tfsso_path%%:*}
  tfsso_path=${tfsso_path#*:}
  # An empty entry is the current directory.
  tfsso_real=${tfsso_real:-.}/$tfsso_tool
done
export TFSSO_TRIED=$$:"$tfsso_depth:$tfsso_tried:$tfsso_real"
# exec would search PATH for a name without a slash, and take a leading - for an option.
case $tfsso_real in /* | ./*) ;; *) tfsso_real=./$tfsso_real ;; esac
