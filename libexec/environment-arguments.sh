# shellcheck shell=sh
# terraform inserts the words of TF_CLI_ARGS and TF_CLI_ARGS_<command> right after the command or its subcommand. This
# part does the same, and reads the new command line with libexec/arguments.sh.
# reads: tfsso_tool tfsso_command tfsso_sub tfsso_variable; sets: tfsso_command tfsso_needs tfsso_args tfsso_changes tfsso_variable tfsso_decider tfsso_plan

tfsso_after=$tfsso_command tfsso_named_after=$tfsso_variable
case $tfsso_variable in *_*) [ "$tfsso_command" = force-unlock ] || tfsso_after=$tfsso_sub ;; esac

# Calls FUNCTION with the arguments that terraform will read.
tfsso_with_environment_arguments() { # FUNCTION ARGUMENTS
  tfsso_call=$1 tfsso_search=$tfsso_after
  shift
  tfsso_count=$#
  while [ "$tfsso_count" -gt 0 ]; do
    tfsso_arg=$1
    shift
    set -- "$@" "$tfsso_arg"
    tfsso_count=$((tfsso_count - 1))
    [ "$tfsso_arg" = "$tfsso_search" ] || continue
    tfsso_search='' # only the first match counts
    [ -n "$tfsso_arg" ] || continue
    eval "tfsso_rest=\${TF_CLI_ARGS_$tfsso_named_after-}"
    while tfsso_take_word; do set -- "$@" "$tfsso_word"; done
    tfsso_rest=${TF_CLI_ARGS-}
    while tfsso_take_word; do set -- "$@" "$tfsso_word"; done
  done
  "$tfsso_call" "$@"
}

tfsso_read_environment_arguments() { # ARGUMENTS
  tfsso_read arguments "$@"
  tfsso_read needs
  [ "$tfsso_command" != apply ] || {
    tfsso_read plan-file
    tfsso_look_for_plan_file "$@"
  }
}

# Moves the first word of tfsso_rest into tfsso_word; fails if there is none. Splits like terraform's go-shellwords:
# quotes and backslashes work as in sh, and an operator ends the line.
tfsso_take_word() {
  tfsso_word='' tfsso_any=''
  while [ -n "$tfsso_rest" ]; do
    tfsso_plain=${tfsso_rest%%[!a-zA-Z0-9_./=:,+@%-]*}
    tfsso_rest=${tfsso_rest#"$tfsso_plain"}
    tfsso_word=$tfsso_word$tfsso_plain
    [ -z "$tfsso_plain" ] || tfsso_any=yes
    case $tfsso_rest in
      '') break ;;
      [[:space:]]*)
        tfsso_rest=${tfsso_rest#?}
        [ -z "$tfsso_any" ] || return 0
        ;;
      \'*\'*)
        tfsso_rest=${tfsso_rest#\'} tfsso_any=yes
        tfsso_word=$tfsso_word${tfsso_rest%%\'*}
        tfsso_rest=${tfsso_rest#*\'}
        ;;
      \"*) tfsso_take_quoted ;;
      \\*)
        tfsso_rest=${tfsso_rest#?} tfsso_any=yes
        tfsso_take_character
        ;;
      [';&|<>']*) tfsso_rest='' ;;
      *)
        tfsso_any=yes
        tfsso_take_character
        ;;
    esac
  done
  [ -n "$tfsso_any" ]
}

tfsso_take_character() {
  tfsso_plain=${tfsso_rest#?}
  tfsso_word=$tfsso_word${tfsso_rest%"$tfsso_plain"}
  tfsso_rest=$tfsso_plain
}

tfsso_take_quoted() { # between double quotes
  tfsso_rest=${tfsso_rest#?} tfsso_any=yes
  while :; do
    case $tfsso_rest in
      '') return ;;
      \"*)
        tfsso_rest=${tfsso_rest#?}
        return
        ;;
      \\*) tfsso_rest=${tfsso_rest#?} ;;
    esac
    tfsso_take_character
  done
}
