# shellcheck shell=sh disable=SC2034
# The build makes this file from lib/install/rules-for-sh.ts: don't edit it here. It has rules about an installation,
# for sh to use without Node.js.

tfsso_oldest_node=20.19
tfsso_will_do() { # VERSION, such as v22.1.0
  case $1 in v[0-9]*.[0-9]*.[0-9]*) ;; *) return 1 ;; esac
  set -- "${1#v}"
  set -- "${1%%.*}" "${1#*.}"
  set -- "$1" "${2%%.*}"
  case $1$2 in *[!0-9]*) return 1 ;; esac
  [ "$1" -gt 20 ] || { [ "$1" -eq 20 ] && [ "$2" -ge 19 ]; }
}

# Sets prefix to the default prefix, or to nothing if neither HOME nor XDG_DATA_HOME is an absolute path.
tfsso_default_prefix() {
  prefix=''
  case ${HOME-} in /*) prefix=$HOME/.local/share/tfsso ;; esac
  case ${XDG_DATA_HOME-} in /*) prefix=$XDG_DATA_HOME/tfsso ;; esac
}

tfsso_links() { # LINK PATTERN: whether it is a link whose target matches the pattern
  [ -h "$1" ] || return 1
  # shellcheck disable=SC2254 # not quoted, because it is a pattern
  case $(readlink "$1") in $2) ;; *) return 1 ;; esac
}

tfsso_installed() { # whether prefix is an installation
  tfsso_links "$prefix/current" 'versions/?*' && tfsso_links "$prefix/shims" current/shims
}

tfsso_has_version() { # VERSION: whether prefix is an installation of that version
  tfsso_links "$prefix/current" "versions/$1-[0-9]*-*"
}

# Sets prefix to the installation on PATH, else to the one in the default prefix, else to nothing.
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

# Sets tfsso_cache. Call it only if HOME is set.
tfsso_find_cache() {
  case ${XDG_CACHE_HOME-} in
    /*) tfsso_cache=$XDG_CACHE_HOME/tfsso ;;
    *) tfsso_cache=${HOME-}/.cache/tfsso ;;
  esac
  tfsso_clock=$tfsso_cache/clock
}

tfsso_version_links='shims bin libexec lib man'
tfsso_lock_suffix=.tfsso-lock
tfsso_block_begin='# >>> tfsso >>>'

tfsso_startup_files() { # COMMAND...: runs it with all startup files that an installation could have changed
  "$@" "$HOME/.bashrc" \
    "$HOME/.bash_profile" \
    "$HOME/.bash_login" \
    "$HOME/.profile" \
    "$HOME/.zshrc" \
    "$HOME/.config/fish/conf.d/tfsso.fish" \
    "${ZDOTDIR-}/.zshrc" \
    "${XDG_CONFIG_HOME-}/fish/conf.d/tfsso.fish"
}

tfsso_says() { # WHAT PATH: what the uninstaller says, on stderr
  case $1 in
    absent) set -- "Nothing is installed in $2." ;;
    foreign) set -- "$2 is not an installation of tfsso, so nothing in it is removed." ;;
    would_remove_tfsso) set -- "Would remove tfsso from $2." ;;
    removed_tfsso) set -- "Removed tfsso from $2." ;;
    stays) set -- "$2 stays, because something else is in it." ;;
    would_remove_cache) set -- "Would remove the cache, $2, which all your installations share." ;;
    removed_cache) set -- "Removed the cache, $2, which all your installations share." ;;
    left_alone) set -- "Not removed: ~/.aws, because AWS's own tools use the sessions there, too." ;;
    end_sessions) set -- "To end the sessions: \`aws sso logout\`, or \`tfsso logout --all\` before you uninstall tfsso." ;;
  esac
  printf '%s\n' "$1" >&2
}
