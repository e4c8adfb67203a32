# shellcheck shell=sh
# Replaces this process by a node that runs the installation's program. If memory is limited, node runs as a child
# (libexec/little-memory.sh).
# reads: tfsso_prefix; sets: tfsso_node tfsso_recorded tfsso_version tfsso_code

# If the recorded node is gone, the node on PATH takes its place. But an installation with its own node uses no other.
tfsso_find_node() {
  tfsso_node='' tfsso_node_flag=''
  { IFS= read -r tfsso_node <"$tfsso_prefix/libexec/node-path"; } 2>/dev/null
  if [ -f "$tfsso_node" ] && [ -x "$tfsso_node" ]; then
    { IFS= read -r tfsso_node_flag <"$tfsso_prefix/libexec/node-flag"; } 2>/dev/null
    return
  fi
  case $tfsso_node in "$tfsso_prefix"/*) tfsso_fail own-node ;; esac
  tfsso_recorded=${tfsso_node:-none is recorded}
  tfsso_node=$(command -v node) || tfsso_fail no-node
  # Without this flag, WebAssembly would exhaust a small address space (`ulimit -v`). Older versions of node refuse the
  # flag.
  tfsso_node_flag=--disable-wasm-trap-handler
  tfsso_version=$("$tfsso_node" "$tfsso_node_flag" --version </dev/null 2>/dev/null) || {
    tfsso_node_flag=''
    tfsso_version=$("$tfsso_node" --version </dev/null 2>/dev/null) || tfsso_version=''
  }
  case $tfsso_version in
    *[!a-z0-9.-]*) tfsso_version='' ;; # the node on PATH could be a version manager's shim, and print anything
  esac
  tfsso_read oldest-node
  tfsso_will_do "$tfsso_version" || tfsso_fail other-node
}

# These settings are for other Node.js programs, such as a debugger. They could stop tfsso's node or make it print.
tfsso_clear_node_settings() {
  unset NODE_OPTIONS NODE_PATH NODE_DEBUG NODE_DEBUG_NATIVE NODE_PENDING_DEPRECATION NODE_ICU_DATA \
    NODE_CHANNEL_FD NODE_CHANNEL_SERIALIZATION_MODE NODE_UNIQUE_ID
  [ -z "${TFSSO_NODE_OPTIONS-}" ] || export NODE_OPTIONS="$TFSSO_NODE_OPTIONS"
  # node would print a warning about an unreadable file.
  if [ ! -r "${NODE_EXTRA_CA_CERTS-}" ] || [ -d "${NODE_EXTRA_CA_CERTS-}" ]; then
    unset NODE_EXTRA_CA_CERTS
  fi
}

tfsso_become_node() { # COMMAND ARGUMENTS...
  tfsso_never_exit_2
  [ -f "$tfsso_prefix/lib/cli.js" ] || tfsso_fail damaged
  tfsso_clear_node_settings
  tfsso_find_node
  # Even inside $(…), $$ is the shim's pid. While node makes a grant, it watches this pid, and exits when the shim
  # exits.
  TFSSO_PREFIX=$tfsso_prefix TFSSO_SHIM_PID=$$
  export TFSSO_PREFIX TFSSO_SHIM_PID
  # shellcheck disable=SC3045 # -S, -c: dash, bash, busybox and mksh have them
  ulimit -S -c 0 2>/dev/null # a core file would hold secrets
  # shellcheck disable=SC3045
  case $(ulimit -v 2>/dev/null) in
    unlimited | '' | [2-9]?????? | ????????*) # 2 GB and more, in KB
      exec "$tfsso_node" ${tfsso_node_flag:+"$tfsso_node_flag"} "$tfsso_prefix/lib/cli.js" "$@"
      ;;
    *) tfsso_read little-memory "$@" ;;
  esac
}

# Exits after a node that we waited for has failed. A code that is not one of tfsso's comes from node itself, or from
# another program in its place. To the caller of terraform, 2 would mean that there are changes.
tfsso_end_like_node() { # CODE
  tfsso_code=$1
  case $tfsso_code in
    1 | 69 | 75 | 77 | 78 | 129 | 130 | 143) exit "$tfsso_code" ;;
    13[2-5] | 139) tfsso_fail crashed-node ;;
    *) tfsso_fail no-grant ;;
  esac
}

# Whether the text is a complete grant, from first line to last (lib/grant/print.ts). Never evaluate any other text.
tfsso_is_whole() { # TEXT
  tfsso_last='# tfsso grant ends'
  case $1 in
    '# tfsso grant
'*'
'"$tfsso_last") ;;
    *) return 1 ;;
  esac
}
