# shellcheck shell=sh
# shellcheck disable=SC2154 # libexec/shim.sh and the grant set the variables that stand here unset
# shellcheck disable=SC2034 # and they read those that nothing here reads
# `tfsso exec`, `env` and `status` go the shims' own way (libexec/shim.sh) to an end of their own, and
# `which` goes its first step. So they find what terraform would find, and are as quick.
# Set by bin/tfsso: tfsso_prefix (the installation), tfsso_verb, tfsso_read, tfsso_fail and
# tfsso_become_node.

# Whose grants they take: those of both tools differ in arguments only, and these are not given.
tfsso_tool=terraform
tfsso_chosen='' tfsso_asked='' tfsso_form=sh tfsso_takes_back='' tfsso_shim=''
tfsso_access_key_id='' tfsso_config=''

tfsso_refuse() { # CODE LINE...
  tfsso_code=$1
  shift
  printf '%s\n' "$@" >&2
  exit "$tfsso_code"
}

tfsso_misused() { # MESSAGE
  tfsso_refuse 1 "tfsso: $1" "  Run \`tfsso $tfsso_verb --help\` to see how it is meant."
}

# --- what libexec/shim.sh calls ------------------------------------------------------------------
tfsso_outside() { # in no layer
  [ "$tfsso_verb" != status ] || exit 0
  tfsso_refuse 78 \
    "tfsso: this directory is in no layer, so it is not clear whose credentials to give." \
    "  Go to a layer (below a directory with config/account.tfvars), or name an account:" \
    "  tfsso $tfsso_verb --account NAME"
}

tfsso_probe() { # says whether the layer's grant is good
  [ "$tfsso_good" != yes ] || echo warm
  exit 0
}

# At the end: the environment is made.
tfsso_end() { # CMD...
  [ "$tfsso_verb" != status ] || exit 0
  if [ -z "$tfsso_access_key_id" ]; then
    [ -z "$tfsso_asked" ] || tfsso_refuse 78 \
      "tfsso: sso_enabled is not true here, so there are no credentials to give." \
      "  For a project with AWS SSO, write in its config/common.tfvars: sso_enabled = true"
    [ -n "$tfsso_config" ] || unset TFSSO_GIVEN
  fi
  [ "$tfsso_verb" != exec ] || exec "$@"
  [ -n "$tfsso_access_key_id$tfsso_config" ] ||
    echo 'tfsso: there is nothing to give here: sso_enabled is not true, or TFSSO is set.' >&2
  tfsso_print_environment
  exit
}

# The keys of an account that was named. node finds its directory, its id and its role.
tfsso_give_account() { # CMD...
  tfsso_ask=login
  [ -t 0 ] || [ -t 2 ] || tfsso_ask=nobody
  tfsso_text=$(tfsso_become_node account-grant "$tfsso_ask" "$tfsso_chosen" </dev/null) || exit $?
  tfsso_is_whole || tfsso_fail no-grant
  eval "$tfsso_text"
  tfsso_args=''
  tfsso_read environment
  tfsso_end "$@"
}

# --- options ---------------------------------------------------------------------------------------
shift
if [ "$tfsso_verb" != status ]; then
  while [ $# -gt 0 ]; do
    case $tfsso_verb:$1 in
      *:-h | *:--help) tfsso_become_node "$tfsso_verb" --help ;;
      exec:--account | exec:--role | env:--account | env:--role)
        [ -n "${2-}" ] || tfsso_misused "$1 needs a name."
        case $1 in
          --account) tfsso_chosen=$2 ;;
          --role) TFSSO_ROLE=$2 ;;
        esac
        tfsso_asked=yes
        shift
        ;;
      exec:--account=?* | env:--account=?*) tfsso_chosen=${1#*=} tfsso_asked=yes ;;
      exec:--role=?* | env:--role=?*) TFSSO_ROLE=${1#*=} tfsso_asked=yes ;;
      env:--json) tfsso_form=json ;;
      env:--unset) tfsso_takes_back=yes ;;
      which:--shim) tfsso_shim=yes ;;
      which:terraform | which:tofu) tfsso_tool=$1 ;;
      exec:--)
        shift
        break
        ;;
      exec:-*) tfsso_misused "exec has no option $1; what follows -- is the command." ;;
      exec:*) break ;;
      *) tfsso_misused "$tfsso_verb takes no argument $1." ;;
    esac
    shift
  done
fi

case $tfsso_verb in
  which)
    [ -z "$tfsso_shim" ] || {
      printf '%s\n' "$tfsso_prefix/shims/$tfsso_tool" 2>/dev/null || tfsso_fail unwritten $?
      exit
    }
    case $tfsso_tool in
      tofu) tfsso_named=${TFSSO_TOFU-} ;;
      *) tfsso_named=${TFSSO_TERRAFORM-} ;;
    esac
    tfsso_read real-tool
    case $tfsso_real in
      /*) ;;
      *) tfsso_real=$PWD/${tfsso_real#./} ;;
    esac
    printf '%s\n' "$tfsso_real" 2>/dev/null || tfsso_fail unwritten $?
    exit
    ;;
  exec)
    [ $# -gt 0 ] || tfsso_misused 'exec needs a command to run.'
    case $1 in
      -*) tfsso_refuse 127 "tfsso: there is no program $1." ;; # exec would take it for an option
    esac
    # Now, and not after a login.
    command -v "$1" >/dev/null || tfsso_refuse 127 "tfsso: there is no program $1 on PATH."
    ;;
esac

# --- the way -----------------------------------------------------------------------------------------
tfsso_read take-back
if [ "$tfsso_verb" = env ]; then
  tfsso_read print-environment
  tfsso_remember_environment
fi
[ -z "${TFSSO_GIVEN-}" ] || tfsso_take_back

if [ "$tfsso_verb" = status ]; then
  # What the next terraform would find, by its own search, for node to tell.
  TFSSO_PROBE=$(
    command . "$tfsso_prefix/libexec/shim.sh" 2>&1
  )
  TFSSO_PROBE="$?:$TFSSO_PROBE"
  export TFSSO_PROBE
  tfsso_become_node status "$@"
fi
if [ -n "$tfsso_takes_back" ]; then
  tfsso_print_environment
  exit
fi
if [ -n "$tfsso_asked" ]; then
  case ${TFSSO-} in
    '' | on) ;;
    *) tfsso_refuse 78 "tfsso: TFSSO is $TFSSO, so there are no credentials to give." \
      '  Unset it, or leave --account and --role out.' ;;
  esac
  [ -z "${TFSSO_ROLE-}" ] || export TFSSO_ROLE
fi
[ -z "$tfsso_chosen" ] || tfsso_give_account "$@"
command . "$tfsso_prefix/libexec/shim.sh"
