# shellcheck shell=sh
# Becoming node, on the program of the installation.
# reads: tfsso_prefix; sets: tfsso_node tfsso_recorded tfsso_version

# Which node, and its flag: what the installer recorded, else, if that was not its own, the one on PATH if it
# will do. A version manager's stand-in may refuse to run in this directory, and print anything.
tfsso_find_node() {
  tfsso_node='' tfsso_node_flag=''
  { IFS= read -r tfsso_node <"$tfsso_prefix/libexec/node-path"; } 2>/dev/null
  if [ -f "$tfsso_node" ] && [ -x "$tfsso_node" ]; then
    { IFS= read -r tfsso_node_flag <"$tfsso_prefix/libexec/node-flag"; } 2>/dev/null
    return
  fi
  # What brings its own looks for no other.
  case $tfsso_node in "$tfsso_prefix"/*) tfsso_fail own-node ;; esac
  tfsso_recorded=${tfsso_node:-none is recorded}
  tfsso_node=$(command -v node) || tfsso_fail no-node
  # With less address space than WebAssembly reserves (ulimit -v). A Node.js that does not know it refuses.
  tfsso_node_flag=--disable-wasm-trap-handler
  tfsso_version=$("$tfsso_node" "$tfsso_node_flag" --version </dev/null 2>/dev/null) || {
    tfsso_node_flag=''
    tfsso_version=$("$tfsso_node" --version </dev/null 2>/dev/null) || tfsso_version=''
  }
  case $tfsso_version in
    *[!a-z0-9.-]*) tfsso_version='' ;;
  esac
  tfsso_read oldest-node
  tfsso_will_do "$tfsso_version" || tfsso_fail other-node
}

# Settings for other programs of Node.js (a debugger's preload, a descriptor of their parent's) would keep
# ours from starting, or make it print.
tfsso_clear_node_settings() {
  unset NODE_OPTIONS NODE_PATH NODE_DEBUG NODE_DEBUG_NATIVE NODE_PENDING_DEPRECATION NODE_ICU_DATA \
    NODE_CHANNEL_FD NODE_CHANNEL_SERIALIZATION_MODE NODE_UNIQUE_ID
  [ -z "${TFSSO_NODE_OPTIONS-}" ] || export NODE_OPTIONS="$TFSSO_NODE_OPTIONS"
  # Node would say that it can't be read.
  if [ ! -r "${NODE_EXTRA_CA_CERTS-}" ] || [ -d "${NODE_EXTRA_CA_CERTS-}" ]; then
    unset NODE_EXTRA_CA_CERTS
  fi
}

tfsso_become_node() { # COMMAND ARGUMENTS...
  [ -f "$tfsso_prefix/lib/cli.js" ] || tfsso_fail damaged
  tfsso_clear_node_settings
  tfsso_find_node
  # In $(…) it is the shim's pid, with which a node ends that makes a grant.
  TFSSO_PREFIX=$tfsso_prefix TFSSO_SHIM_PID=$$
  export TFSSO_PREFIX TFSSO_SHIM_PID
  # shellcheck disable=SC3045 # -S, -c: dash, bash, busybox and mksh have them
  ulimit -S -c 0 2>/dev/null # what node holds must not come to lie in a core file
  exec "$tfsso_node" ${tfsso_node_flag:+"$tfsso_node_flag"} "$tfsso_prefix/lib/cli.js" "$@"
}

# Whether what node printed is a grant from its first line to its last (lib/grant/print.ts). Nothing else is
# to be evaluated.
tfsso_is_whole() { # TEXT
  tfsso_last='# tfsso grant ends'
  case $1 in
    '# tfsso grant
'*'
'"$tfsso_last") ;;
    *) return 1 ;;
  esac
}
