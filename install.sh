#!/bin/sh
# Installs tfsso from this script's directory: a clone or an unpacked bundle. In a clone, first builds tfsso. In both
# cases, starts install.js (lib/install), which does the rest. POSIX sh for dash, bash 3.2 and later, busybox and mksh.
# The last line calls everything, so an incomplete copy does nothing. The exit code is never 2, because 2 has a meaning
# in CI and for `plan -detailed-exitcode`.
set -eu

main() {
  unset CDPATH # with CDPATH, `cd` could go elsewhere and print the path
  unset NODE_OPTIONS NODE_PATH NODE_DEBUG # meant for other programs, but could keep our node from starting
  umask go-w
  # If stdin is closed, the next file opened would become stdin. The test copies stdin to 3, because in most shells
  # `<&0` alone succeeds even with a closed stdin.
  if ! (exec 3<&0) 2>/dev/null; then exec </dev/null; fi
  # `tfsso setup` sets tfsso_setup to the existing installation, or to '' if there is none.
  if [ -n "${tfsso_setup+set}" ]; then called='tfsso setup'; else called='sh install.sh'; fi
  find_root
  uninstalls='' dry_run=''
  for option; do
    case $option in
      -h | --help) cat "$root/npm/usage.txt" && exit ;;
      --uninstall) uninstalls=yes ;;
      --dry-run) dry_run=yes ;;
    esac
  done
  if [ -f "$root/build.mjs" ]; then
    program=$root/dist/lib/install.js
  elif [ -f "$root/lib/install.js" ]; then
    program=$root/lib/install.js
  else
    fail "$root is neither a clone of tfsso's repository nor a bundle of it: build.mjs and lib/install.js are missing."
  fi
  # Uninstalling must work without a build and without Node.js.
  if [ -n "$uninstalls" ] && ! { [ -f "$program" ] && (find_node) >/dev/null 2>&1; }; then
    exec sh "$root/uninstall.sh" "$@"
  fi
  find_node
  if [ -f "$root/build.mjs" ] && [ -z "$uninstalls" ]; then build; fi
  exec "$node" "$program" "$@"
}

# Sets root to this script's directory. The loop follows symlinks, because older macOS has no `readlink -f`.
find_root() {
  case $0 in /*) file=$0 ;; *) file=./$0 ;; esac
  while [ -h "$file" ]; do
    link=$(readlink "$file")
    case $link in /*) file=$link ;; *) file=${file%/*}/$link ;; esac
  done
  [ -f "$file" ] || fail 'install.sh must be started from its file: sh path/to/install.sh.'
  root=$(cd -P -- "${file%/*}/" && pwd -P)
}

# node/ (in archives and system packages) comes before PATH.
find_node() {
  node=$root/node/bin/node
  if [ -f "$node" ]; then
    version=$("$node" --version </dev/null 2>&1) ||
      fail "the Node.js that came with tfsso does not run here: $version" \
        "This machine: $(uname -sm). The archive must be made for it; on Linux it needs glibc, libstdc++ and /proc." \
        'With a Node.js of your own, install the package of npm: npm install -g tfsso.'
    return
  fi
  # shellcheck source=npm/rules.sh
  . "$root/npm/rules.sh"
  how='Install Node.js 24 or 26 (https://nodejs.org/en/download; or: nvm install 26; brew install node; mise use -g node@26),'
  then="open a new shell and run $called again."
  node=$(command -v node) || fail "there is no Node.js on PATH; $tfsso_oldest_node or later is needed." "$how" "$then"
  version=$(node --version </dev/null 2>&1) ||
    fail "the node on PATH ($node) does not run: $version" "$how" "$then"
  tfsso_will_do "$version" || case $version in
    v[0-9]*.[0-9]*) fail "Node.js ${version#v} ($node) is too old; $tfsso_oldest_node or later is needed." "$how" "$then" ;;
    *) fail "the node on PATH ($node) says that its version is $version." "$how" "$then" ;;
  esac
}

# Builds tfsso, after installing npm dependencies that are missing or older than package-lock.json. With --dry-run,
# changes nothing, and exits if there is no earlier build.
build() {
  modules=$root/node_modules
  # shellcheck disable=SC3013 # -ot: dash, bash and busybox have it
  if [ ! -d "$modules/esbuild" ] || [ ! -f "$modules/.package-lock.json" ] ||
    [ "$modules/.package-lock.json" -ot "$root/package-lock.json" ]; then
    command -v npm >/dev/null || fail "there is no npm on PATH; it is needed for tfsso's dependencies." \
      'npm comes with Node.js from https://nodejs.org/en/download; some Linux distributions have a separate package npm.'
    # Keep installed development dependencies.
    if [ -d "$modules/ava" ]; then set -- --include=dev; else set -- --omit=dev; fi
    if [ -n "$dry_run" ]; then
      say "Would install its dependencies: npm ci $1, in $root."
    else
      say "Getting tfsso's dependencies ..."
      quietly 'npm could not get the dependencies; see above.' \
        npm ci "$1" --no-audit --no-fund --ignore-scripts
    fi
  fi
  if [ -z "$dry_run" ]; then
    quietly "tfsso cannot be built; if its dependencies are damaged, remove $modules and run $called again." \
      "$node" build.mjs
    return
  fi
  say "Would build it: $root/dist."
  if [ ! -f "$program" ]; then
    say 'Would install what was built. After a build, --dry-run says where, and what more would change.'
    exit
  fi
}

# Runs a command in the clone. Shows its output only if it fails or TFSSO_DEBUG is 1.
quietly() { # MESSAGE COMMAND...
  message=$1
  shift
  if [ "${TFSSO_DEBUG-}" = 1 ]; then
    (cd -- "$root" && "$@" </dev/null >&2) || fail "$message"
  elif ! output=$(cd -- "$root" && "$@" </dev/null 2>&1); then
    say "$output"
    fail "$message"
  fi
}

say() { # TEXT: wrapped to the width of a terminal
  columns=''
  [ ! -t 2 ] || columns=$(command -v fold >/dev/null && stty size <&2 2>/dev/null) || columns=''
  case $columns in
    *' '[1-9]*) printf '%s\n' "$1" | fold -s -w "${columns#* }" >&2 ;;
    *) printf '%s\n' "$1" >&2 ;;
  esac
}

fail() { # LINE MORE...
  say "tfsso: $1"
  shift
  for line; do say "  $line"; done
  exit 1
}

main "$@"
