# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the shim, the grant and the other parts share their variables
# What shims/terraform and shims/tofu do: find the real tool, see whether this command needs
# credentials (here), in which layer it runs, apply the layer's grant (libexec/grant.sh; made by node
# where there is no good one), and exec the tool. On the way of a good grant nothing is forked but its
# checksum.
# Set by the shim: tfsso_prefix (the installation), tfsso_tool (terraform or tofu), and tfsso_verb:
# empty, or which command of tfsso's own goes this way to an end of its own (libexec/verb.sh).

tfsso_fail() { # CODE LINE...: the lines on stderr, then exit
  tfsso_code=$1
  shift
  printf '%s\n' "$@" >&2
  exit "$tfsso_code"
}

# --- 1. the real tool -------------------------------------------------------------------------
# Other shims may lead back to us. TFSSO_TRIED holds `pid:depth:` and the paths that this process
# has tried (exec keeps the pid); a path tried is not tried again. A new pid is a new run, but one
# that is nested too deep is a loop of programs that start each other.
tfsso_pid=${TFSSO_TRIED%%:*}
tfsso_tried=${TFSSO_TRIED#*:}
tfsso_depth=${tfsso_tried%%:*}
tfsso_tried=${tfsso_tried#*:}
case $tfsso_depth in '' | *[!0-9]*) tfsso_depth=0 ;; esac
if [ "$tfsso_pid" != $$ ]; then
  tfsso_tried=
  tfsso_depth=$((tfsso_depth + 1))
  [ "$tfsso_depth" -le 32 ] || tfsso_fail 127 \
    "tfsso: $tfsso_tool leads back to tfsso again and again, through another shim on PATH." \
    "  Name the real one: TFSSO_TERRAFORM=/path/to/terraform or TFSSO_TOFU=/path/to/tofu."
fi

tfsso_is_new() { # FILE: neither tried before nor ourselves
  case :$tfsso_tried: in *:"$1":*) return 1 ;; esac
  # shellcheck disable=SC3013 # -ef: dash, bash, busybox and mksh have it
  ! [ "$1" -ef "$0" ] && ! [ "$1" -ef "$tfsso_prefix/shims/$tfsso_tool" ]
}

tfsso_find_real() {
  case $tfsso_tool in tofu) tfsso_real=${TFSSO_TOFU-} ;; *) tfsso_real=${TFSSO_TERRAFORM-} ;; esac
  if [ -n "$tfsso_real" ]; then
    if ! [ -f "$tfsso_real" ] || ! [ -x "$tfsso_real" ]; then
      tfsso_fail 127 \
        "tfsso: there is no program at $tfsso_real, which TFSSO_TERRAFORM or TFSSO_TOFU names." \
        "  Correct the variable, or unset it to take the next $tfsso_tool on PATH."
    fi
    tfsso_is_new "$tfsso_real" && return
  fi
  tfsso_path=${PATH-}: # taken apart by hand: word splitting loses an empty entry at the end
  while [ -n "$tfsso_path" ]; do
    tfsso_real=${tfsso_path%%:*}
    tfsso_path=${tfsso_path#*:}
    tfsso_real=${tfsso_real:-.}/$tfsso_tool # an empty entry is the current directory
    [ -f "$tfsso_real" ] && [ -x "$tfsso_real" ] && tfsso_is_new "$tfsso_real" && return
  done
  tfsso_fail 127 "tfsso: there is no $tfsso_tool on PATH but tfsso's own." \
    "  Install $tfsso_tool, or name it: TFSSO_TERRAFORM=/path/to/terraform or TFSSO_TOFU=/path/to/tofu."
}
case $tfsso_verb in
  '')
    tfsso_find_real
    TFSSO_TRIED=$$:$tfsso_depth:$tfsso_tried:$tfsso_real
    export TFSSO_TRIED
    ;;
  which)
    tfsso_find_real
    tfsso_print_real
    ;;
  *) tfsso_real='' ;; # they need none
esac
case $tfsso_real in [!/]*) tfsso_real=./$tfsso_real ;; esac # or exec sees an option, or looks on PATH

# --- 2. what an outer run gave is taken back ---------------------------------------------------
if [ -n "${TFSSO_GIVEN-}" ]; then
  command . "$tfsso_prefix/libexec/environment.sh" || tfsso_fail 1 \
  "tfsso: the installation in $tfsso_prefix is damaged: run its install.sh again"
  tfsso_take_back
fi

# --- 3. the command ----------------------------------------------------------------------------
# tfsso_needs: no, silent (takes what can be had without a login) or login.
# tfsso_args: which TF_CLI_ARGS_* it takes from us: vars, backend (both), or nothing.
tfsso_command='' tfsso_sub='' tfsso_chdir='' tfsso_operand='' tfsso_fresh=''
tfsso_needs=no tfsso_args='' tfsso_changes=''

tfsso_read_arguments() { # terraform's ARGUMENTS; false where they ask for help or the version
  tfsso_leading=yes tfsso_ended='' tfsso_next=''
  for tfsso_arg; do
    case $tfsso_arg in
      -v | -version | --version) return 1 ;; # anywhere, even behind --
      -h | -help | --help) [ -n "$tfsso_ended" ] || return 1 ;;
      --)
        [ -n "$tfsso_command" ] || return 1 # no command follows: terraform shows its usage
        tfsso_ended=yes
        ;;
      -chdir=?*) # counts only in front of the command
        [ -n "$tfsso_leading" ] && [ -z "$tfsso_chdir" ] && tfsso_chdir=${tfsso_arg#-chdir=} ;;
      -backend=[0Ff]* | --backend=[0Ff]*) tfsso_fresh=yes ;; # as Go reads a bool
      -*) ;;
      *)
        tfsso_leading=''
        if [ -z "$tfsso_command" ]; then
          tfsso_command=$tfsso_arg tfsso_next=yes
          continue
        fi
        [ -z "$tfsso_next" ] || tfsso_sub=$tfsso_arg
        [ -n "$tfsso_operand" ] || tfsso_operand=$tfsso_arg
        ;;
    esac
    [ -z "$tfsso_command" ] || tfsso_next=''
  done
}

tfsso_classify() {
  case $tfsso_command in
    init)
      tfsso_needs=login tfsso_args=backend
      [ -z "$tfsso_fresh" ] || tfsso_needs=silent
      ;;
    plan | console | test) tfsso_needs=login tfsso_args=vars ;;
    apply | destroy | import | refresh) tfsso_needs=login tfsso_args=vars tfsso_changes=yes ;;
    taint | untaint | force-unlock) tfsso_needs=login tfsso_changes=yes ;;
    graph | output) tfsso_needs=login ;;
    query) [ "$tfsso_tool" = tofu ] || tfsso_needs=login tfsso_args=vars ;;
    show)
      tfsso_needs=login
      [ -z "$tfsso_operand" ] || tfsso_needs=silent
      ;;
    get | validate) tfsso_needs=silent ;;
    modules) [ "$tfsso_tool" = tofu ] || tfsso_needs=silent ;;
    providers)
      case $tfsso_sub in
        lock | mirror | schema) tfsso_needs=silent ;;
        *) tfsso_needs=login tfsso_sub='' ;;
      esac
      ;;
    state)
      case $tfsso_sub in
        identities | list | pull | show) tfsso_needs=login ;;
        mv | push | replace-provider | rm) tfsso_needs=login tfsso_changes=yes ;;
      esac
      ;;
    workspace | env)
      case $tfsso_sub in
        list | select) tfsso_needs=login ;;
        new | delete) tfsso_needs=login tfsso_changes=yes ;;
      esac
      ;;
  esac
  # OpenTofu takes -var-file wherever it may read the configuration, for its backend may use variables.
  if [ "$tfsso_tool" = tofu ] && [ "$tfsso_needs" != no ] && [ -z "$tfsso_args" ]; then
    tfsso_args=vars
  fi
}

tfsso_exec() {
  [ -z "$tfsso_verb" ] || tfsso_end "$@"
  exec "$tfsso_real" "$@"
}

tfsso_mode=full
case ${TFSSO-} in
  off) tfsso_exec "$@" ;;
  args)
    tfsso_mode=args
    [ -z "${TFSSO_CI_ROLE-}" ] || tfsso_mode=job # profiles from the job's own credentials, too
    ;;
  '' | on) ;;
  *) tfsso_fail 78 "tfsso: TFSSO is $TFSSO, but must be off, args or nothing." ;;
esac
if [ -n "$tfsso_verb" ]; then
  tfsso_needs=login
else
  [ -z "${COMP_LINE-}" ] || tfsso_exec "$@" # terraform completes its own commands
  tfsso_read_arguments "$@" && tfsso_classify
fi
[ "$tfsso_needs" != no ] || tfsso_exec "$@"

# --- 4 to 6. the layer, its grant, and what it gives ---------------------------------------------
command . "$tfsso_prefix/libexec/grant.sh" || tfsso_fail 1 \
  "tfsso: the installation in $tfsso_prefix is damaged: run its install.sh again"
