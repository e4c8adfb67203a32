# shellcheck shell=sh
# Defines tfsso_print, which prints a line unchanged. In mksh `printf` is an external program, whose arguments other
# users could read. So in mksh tfsso_print uses the builtin `print`. KSH_VERSION alone does not prove that this is mksh,
# because another shell could have inherited it.
# reads: ; sets:

case ${KSH_VERSION-} in
  ?*) case $(command -v print) in
    print) tfsso_print() { print -r -- "$1"; } ;;
    *) tfsso_print() { printf '%s\n' "$1"; } ;;
  esac ;;
  *) tfsso_print() { printf '%s\n' "$1"; } ;;
esac
