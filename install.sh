#!/bin/sh
# Installs tfsso from the clone (or the unpacked bundle) that it lies in: `sh install.sh --help`.
# POSIX sh: dash, bash 3.2 and later, busybox. Nothing runs before the last line, so that half a
# file does nothing. Never ends with 2 (`plan -detailed-exitcode` and CI give that a meaning).
# shellcheck disable=SC2034,SC2154 # its parts in install/ share its variables
set -eu

usage() {
  cat <<'END'
Usage: sh install.sh [options]    or, with the package of npm: tfsso setup [options]

Installs tfsso, or brings it up to date. Needs Node.js 20.19 or later, and in a clone npm; no root.

  --prefix DIR     where to (default: ${XDG_DATA_HOME:-~/.local/share}/tfsso)
  --modify-path    put it on PATH in your shell's startup files; otherwise no file of yours is
                   changed and the line to add is printed
  --uninstall      take away the installation, what --modify-path added, and the cache
  --demo           show what it does, with an AWS of its own; installs nothing
  --browser        with --demo: log in with your browser
  --dry-run        say what would be done, and do nothing
  --help           this text

TFSSO_DEBUG=1 shows what npm and the build print.

Examples:
  sh install.sh --demo
  sh install.sh --modify-path
  sh install.sh --prefix ~/tools/tfsso
  sh install.sh --uninstall --dry-run
END
}

main() {
  unset CDPATH # or `cd` goes elsewhere, and prints
  unset NODE_OPTIONS NODE_PATH NODE_DEBUG # for other programs of Node.js: they may keep node from starting
  umask go-w
  # With stdin closed, the next file to be opened would become it. (`<&0` alone does not tell.)
  if ! (exec 3<&0) 2>/dev/null; then exec </dev/null; fi
  # tfsso setup names the installation that is there, if one is.
  if [ -n "${tfsso_setup+set}" ]; then called='tfsso setup'; else called='sh install.sh'; fi
  action=install prefix='' modify_path='' dry_run='' browser=''
  staged='' switched='' temporary='' demo_code=''
  find_root
  for part in prefix setup source place startup-files uninstall report; do
    # shellcheck source=/dev/null
    . "$root/install/$part.sh"
  done
  hand_over "$@" # before the options are looked at: those of another version may be others
  read_options "$@"
  trap 'ended $?' EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  case $action in
    demo) demo ;;
    uninstall) uninstall ;;
    *) install ;;
  esac
}

read_options() {
  demo='' uninstall=''
  while [ $# -gt 0 ]; do
    case $1 in
      --prefix)
        if [ $# -lt 2 ]; then fail '--prefix needs a directory.'; fi
        prefix=$2
        if [ -z "$prefix" ]; then fail '--prefix needs a directory.'; fi
        shift
        ;;
      --prefix=?*) prefix=${1#--prefix=} ;;
      --prefix=) fail '--prefix needs a directory.' ;;
      --modify-path) modify_path=yes ;;
      --dry-run) dry_run=yes ;;
      --demo) demo=yes action=demo ;;
      --browser) browser=--browser ;;
      --uninstall) uninstall=yes action=uninstall ;;
      -h | --help)
        usage
        exit 0
        ;;
      *) fail "$called has no option $1." "$called --help names those that it has." ;;
    esac
    shift
  done
  if [ -n "$browser" ] && [ -z "$demo" ]; then fail '--browser goes with --demo.'; fi
  if [ -n "$demo" ] && [ -n "$uninstall$modify_path$prefix" ]; then
    fail '--demo installs nothing: it goes with --browser and --dry-run only.'
  fi
  if [ -n "$uninstall" ] && [ -n "$modify_path" ]; then
    fail '--uninstall takes out what --modify-path added: name one of the two.'
  fi
}

# The directory of this script, with its other parts in install/.
find_root() {
  case $0 in
    /*) resolve "$0" ;;
    *) resolve "./$0" ;;
  esac
  if [ ! -f "$resolved" ]; then
    fail 'install.sh must be started from its file: sh path/to/install.sh.'
  fi
  root=$(cd -P -- "${resolved%/*}/" && pwd -P)
}

resolve() { # PATH: sets resolved, which is no link (readlink -f is missing on older macOS)
  resolved=$1
  while [ -h "$resolved" ]; do
    link=$(readlink "$resolved")
    case $link in
      /*) resolved=$link ;;
      *) resolved=${resolved%/*}/$link ;;
    esac
  done
}

install() {
  choose_prefix
  find_source
  find_node
  refuse_foreign
  refuse_read_only
  build
  if [ -n "$dry_run" ]; then
    say "Would install tfsso $version in $prefix (with Node.js $node_version, $node)."
  else
    place
    say "tfsso $version is installed in $prefix (with Node.js $node_version, $node)."
  fi
  if [ -n "$modify_path" ]; then edit_startup_files; fi
  report
}

demo() {
  find_source
  find_node
  build
  if [ -n "$dry_run" ]; then
    say 'Would install it into a temporary directory, run tfsso demo there, and remove it.'
    return
  fi
  temporary=$(mktemp -d "${TMPDIR:-/tmp}/tfsso-demo.XXXXXX")
  prefix=$temporary/tfsso
  check_name
  place
  code=0
  "$prefix/bin/tfsso" demo ${browser:+"$browser"} || code=$?
  demo_code=$code # after the demo, so that a signal's own code stands
  exit "$code"
}

uninstall() {
  choose_prefix
  if [ ! -e "$prefix" ]; then
    say "Nothing is installed in $prefix."
  elif ! installed && [ -n "$(ls -A "$prefix" 2>&1)" ]; then
    fail "$prefix is not an installation of tfsso, so nothing in it is removed." \
      "Name the directory that it was installed in: $called --uninstall --prefix DIR."
  fi
  if [ -e "$prefix" ]; then refuse_read_only; fi
  clean_startup_files
  if [ -e "$prefix" ]; then remove_installation; fi
  remove_cache
  remove_locks
}

# Runs when the script ends, however it does: a half-made installation goes.
ended() { # CODE
  trap - EXIT
  set +e
  if [ -n "$staged" ] && [ -z "$switched" ]; then
    take_back
    [ -n "$temporary" ] || tell "  $prefix is as it was."
  fi
  [ -z "$temporary" ] || rm -rf "$temporary"
  [ -z "$demo_code" ] || exit "$demo_code"
  case $1 in
    0 | 129 | 130 | 143) exit "$1" ;;
    *) exit 1 ;;
  esac
}

tell() { printf '%s\n' "$@" >&2; }

say() { # LINE MORE...
  tell "$1"
  shift
  for line; do tell "  $line"; done
}

fail() { # LINE MORE...
  first=$1
  shift
  say "tfsso: $first" "$@"
  exit 1
}

main "$@"
