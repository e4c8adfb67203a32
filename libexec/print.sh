# shellcheck shell=sh
# tfsso_print prints a line unchanged. In mksh `printf` is an external program, whose arguments other users could read.
# So mksh uses its builtin `print`. KSH_VERSION alone proves nothing, because it could be inherited.
# reads: ; sets:

case ${KSH_VERSION-} in
  ?*) case $(command -v print) in
    print) tfsso_print() { print -r -- "$1"; } ;;
    *) tfsso_print() { printf '%s\n' "$1"; } ;;
  esac ;;
  *) tfsso_print() { printf '%s\n' "$1"; } ;;
esac
