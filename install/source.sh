# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # install.sh and its parts share their variables
# What to install from: the clone, which is built, or a bundle, and Node.js. Read by install.sh.

# What the directory of install.sh is: a clone to build, or a bundle that is built.
find_source() {
  if [ -f "$root/build.mjs" ]; then
    bundle='' dist=$root/dist
  elif [ -f "$root/lib/cli.js" ] && [ -f "$root/main.wasm.gz" ]; then
    bundle=yes dist=$root
  else
    fail "$root is neither a clone of tfsso's repository nor a bundle of it: build.mjs and lib/cli.js are missing."
  fi
  version=$(sed -n 's/^ *"version": *"\([^"]*\)".*/\1/p' "$root/package.json")
}

# Sets node: the program itself, not a version manager's shim, which may mean another one tomorrow.
find_node() {
  how='Install Node.js 22 or 24 (https://nodejs.org/en/download; or: nvm install 22; brew install node; mise use -g node@22),'
  then="open a new shell and run $called again."
  if ! found=$(command -v node); then
    fail 'there is no Node.js on PATH; 20.19 or later is needed.' "$how" "$then"
  fi
  if ! node_version=$(node --version </dev/null 2>&1); then
    fail "the node on PATH ($found) does not run: $node_version" "$how" "$then"
  fi
  node_version=${node_version#v}
  major=${node_version%%.*} minor=${node_version#*.}
  minor=${minor%%.*}
  case $major$minor in
    '' | *[!0-9]*) fail "the node on PATH ($found) says that its version is $node_version." "$how" "$then" ;;
  esac
  if [ "$major" -lt 20 ] || { [ "$major" -eq 20 ] && [ "$minor" -lt 19 ]; }; then
    fail "Node.js $node_version ($found) is too old; 20.19 or later is needed." "$how" "$then"
  fi
  node=$(node -p process.execPath </dev/null) || node=''
  if [ ! -x "$node" ]; then
    fail "the node on PATH ($found) does not say where it is." "$how" "$then"
  fi
}

# Fills dist from the clone, with its dependencies where they are missing or older than the lock file.
build() {
  if [ -n "$bundle" ]; then return; fi
  modules=$root/node_modules
  # shellcheck disable=SC3013 # -ot: dash, bash and busybox have it
  if [ ! -d "$modules/esbuild" ] || [ ! -f "$modules/.package-lock.json" ] ||
    [ "$modules/.package-lock.json" -ot "$root/package-lock.json" ]; then
    install_modules
  fi
  if [ -n "$dry_run" ]; then
    say "Would build it: $root/dist."
    return
  fi
  quietly "tfsso cannot be built; if its dependencies are damaged, remove $modules and run $called again." \
    "$node" "$root/build.mjs"
}

install_modules() {
  if ! command -v npm >/dev/null; then
    fail "there is no npm on PATH; it is needed for tfsso's dependencies." \
      'It comes with Node.js from https://nodejs.org/en/download; Linux distributions may have it as a package npm.'
  fi
  # A developer's tree keeps what it has.
  if [ -d "$modules/ava" ]; then dev=--include=dev; else dev=--omit=dev; fi
  if [ -n "$dry_run" ]; then
    say "Would install its dependencies: npm ci $dev, in $root."
    return
  fi
  say "Getting tfsso's dependencies ..."
  quietly 'npm could not get the dependencies; see above.' \
    in_root npm ci "$dev" --no-audit --no-fund --ignore-scripts
}

in_root() { (cd -- "$root" && "$@"); }

# Runs a command, whose output is shown only if it fails.
quietly() { # MESSAGE COMMAND...
  message=$1
  shift
  if [ "${TFSSO_DEBUG-}" = 1 ]; then
    "$@" </dev/null >&2 || fail "$message"
  elif ! output=$("$@" </dev/null 2>&1); then
    tell "$output"
    fail "$message"
  fi
}
