# shellcheck shell=sh
# Printing a line as it stands. For mksh printf is a program, whose arguments everybody can read, so
# its own `print` takes that place. Where KSH_VERSION is only inherited, `print` is a program or nothing.
# reads: ; sets:

case ${KSH_VERSION-} in
  ?*) case $(command -v print) in
    print) tfsso_print() { print -r -- "$1"; } ;;
    *) tfsso_print() { printf '%s\n' "$1"; } ;;
  esac ;;
  *) tfsso_print() { printf '%s\n' "$1"; } ;;
esac
