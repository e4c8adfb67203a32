# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # install.sh and its parts share their variables
# Where to install: the prefix, and what may stand there already. Read by install.sh.

# Sets prefix to the default place; to nothing where there is none.
default_prefix() {
  prefix=''
  case ${HOME-} in /*) prefix=$HOME/.local/share/tfsso ;; esac
  case ${XDG_DATA_HOME-} in /*) prefix=$XDG_DATA_HOME/tfsso ;; esac
}

# Sets prefix to the installation that is on PATH, else to that in the default place, else to nothing.
find_installation() {
  left=${PATH-}:
  while [ -n "$left" ]; do
    directory=${left%%:*}
    left=${left#*:}
    directory=${directory%/}
    prefix=${directory%/bin}
    case $directory in /*/bin) if installed; then return; fi ;; esac
  done
  default_prefix
  installed || prefix=''
}

choose_prefix() {
  if [ -n "${HOME-}" ] && [ -d "$HOME" ]; then
    # shellcheck disable=SC3067 # -O: dash, bash and busybox have it
    if [ ! -O "$HOME" ] && { [ -z "$prefix" ] || [ -n "$modify_path$uninstall" ]; }; then
      fail "your home directory, $HOME, belongs to somebody else." \
        "Run $called without sudo, or set HOME."
    fi
  elif [ -n "$modify_path" ]; then
    fail 'HOME is not set, or is no directory, so there are no startup files to change.'
  fi
  if [ -z "$prefix" ]; then prefix=${tfsso_setup-}; fi
  if [ -z "$prefix" ]; then default_prefix; fi
  if [ -z "$prefix" ]; then
    fail 'HOME is not set, so there is no default place to install to.' \
      "Set HOME, or name a directory: $called --prefix DIR."
  fi
  case $prefix in
    /*) ;;
    *) prefix=${PWD%/}/$prefix ;;
  esac
  check_name
  while :; do
    case $prefix in
      ?*/) prefix=${prefix%/} ;;
      *) break ;;
    esac
  done
  # `.` and `..` are taken out of what is there; PATH and the shims need one name for a place.
  there=$prefix rest=''
  until [ -d "$there" ]; do
    rest=/${there##*/}$rest
    there=${there%/*}
    there=${there:-/}
  done
  there=$(cd -- "$there" && pwd)
  prefix=${there%/}$rest
  case $prefix/ in
    / | */../* | */./* | *//*) fail "${prefix:-/} is not a directory to install to." ;;
  esac
  if [ -e "$prefix" ] || [ -h "$prefix" ]; then
    if [ ! -d "$prefix" ]; then fail "$prefix is not a directory."; fi
  fi
}

refuse_read_only() {
  if [ ! -w "$there" ]; then
    fail "$there is not writable for you." "Name another directory: $called --prefix DIR."
  fi
}

# The prefix stands in PATH and, quoted, in AWS config files: see lib/grant/aws-config.ts.
check_name() {
  case $prefix in
    *[\"\$\`\\:]* | *[[:cntrl:]]* | *' #'* | *' ;'*)
      fail "tfsso cannot be installed in $prefix." \
        'The name of the directory must be without : " $ ` \ and control characters, and without # or ; behind a space,' \
        "for it stands in PATH and in AWS config files. Name another one: $called --prefix DIR."
      ;;
  esac
}

links() { # LINK TARGET: whether it is a link to just that (a pattern)
  [ -h "$1" ] || return 1
  # shellcheck disable=SC2254 # a pattern
  case $(readlink "$1") in $2) ;; *) return 1 ;; esac
}

installed() { links "$prefix/current" 'versions/?*' && links "$prefix/shims" current/shims; }

# Refuses a directory that holds what is not ours.
refuse_foreign() {
  for entry in "$prefix"/* "$prefix"/.[!.]* "$prefix"/..?*; do
    if [ ! -e "$entry" ] && [ ! -h "$entry" ]; then continue; fi
    name=${entry##*/}
    case $name in
      shims | bin | libexec | lib) if links "$entry" "current/$name"; then continue; fi ;;
      current) if links "$entry" 'versions/?*'; then continue; fi ;;
      versions) if [ -d "$entry" ] && [ ! -h "$entry" ]; then continue; fi ;;
      env | env.fish)
        line=''
        if [ -f "$entry" ]; then IFS= read -r line <"$entry" || :; fi
        case $line in '# tfsso'*) continue ;; esac
        ;;
      .tfsso.*) continue ;; # from an installation that was killed
      *) if installed; then continue; fi ;;
    esac
    fail "$prefix holds something that is not tfsso's: $name." \
      "Name a directory that is new, empty, or an installation of tfsso: $called --prefix DIR."
  done
  case $prefix/ in
    "$root"/dist/* | "$root"/node_modules/*)
      fail "$prefix is made anew by each build." "Name another directory: $called --prefix DIR." ;;
  esac
}
