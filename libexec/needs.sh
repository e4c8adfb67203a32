# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the parts of the shim share their variables
# What the command needs. tfsso_needs: no, silent (takes what can be had without a login) or login.
# tfsso_args: which TF_CLI_ARGS_* it takes from us: vars, backend (both), or nothing. tfsso_changes:
# whether it changes something.

tfsso_needs=no tfsso_args='' tfsso_changes=''
[ -z "$tfsso_verb" ] || tfsso_needs=login
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
