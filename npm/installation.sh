# shellcheck shell=sh
# Where the installation is, for what must know it without Node.js: npm's tfsso and uninstall.sh.
# lib/install has the same rules (prefix.ts, installed.ts); test/install/sh-rules.test.ts compares them.

# Sets prefix to the default place; to nothing where there is none.
tfsso_default_prefix() {
  prefix=''
  case ${HOME-} in /*) prefix=$HOME/.local/share/tfsso ;; esac
  case ${XDG_DATA_HOME-} in /*) prefix=$XDG_DATA_HOME/tfsso ;; esac
}

tfsso_links() { # LINK TARGET: whether it is a link to just that (a pattern)
  [ -h "$1" ] || return 1
  # shellcheck disable=SC2254 # a pattern
  case $(readlink "$1") in $2) ;; *) return 1 ;; esac
}

tfsso_installed() { # whether prefix is an installation
  tfsso_links "$prefix/current" 'versions/?*' && tfsso_links "$prefix/shims" current/shims
}

# Sets prefix to the installation that is on PATH, else to that in the default place, else to nothing.
tfsso_find_installation() {
  left=${PATH-}:
  while [ -n "$left" ]; do
    directory=${left%%:*}
    left=${left#*:}
    directory=${directory%/}
    prefix=${directory%/bin}
    case $directory in /*/bin) if tfsso_installed; then return; fi ;; esac
  done
  tfsso_default_prefix
  tfsso_installed || prefix=''
}
