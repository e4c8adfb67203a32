# shellcheck shell=sh
# Defines tfsso_print, which prints a line unchanged. In mksh `printf` is an external program. Other users could read
# its arguments, so mksh uses its builtin `print`. Another shell may have inherited KSH_VERSION, but has no such
# builtin.
# reads: ; sets:

case ${KSH_VERSION-} in
  ?*) case $(command -v print) in
    print) tfsso_print() { print -r -- "$1"; } ;;
    *) tfsso_print() { printf '%s\n' "$1"; } ;;
  esac ;;
  *) tfsso_print() { printf '%s\n' "$1"; } ;;
esac
