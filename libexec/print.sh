# shellcheck shell=sh
# Defines tfsso_print, which prints a line unchanged. In mksh printf is an external program, whose arguments other users
# can read, so mksh uses its builtin `print`. KSH_VERSION may be inherited by another shell, which has no such builtin.
# reads: ; sets:

case ${KSH_VERSION-} in
  ?*) case $(command -v print) in
    print) tfsso_print() { print -r -- "$1"; } ;;
    *) tfsso_print() { printf '%s\n' "$1"; } ;;
  esac ;;
  *) tfsso_print() { printf '%s\n' "$1"; } ;;
esac
