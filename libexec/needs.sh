# shellcheck shell=sh
# What the command needs. tfsso_needs: no, silent (takes what can be had without a login) or login.
# tfsso_args: which TF_CLI_ARGS_* it takes from us: vars, backend (var-files, and the backend config), module
# (var-files, if the layer's modules need variables), or nothing. tfsso_changes: whether it changes something.
# tfsso_variable: what TF_CLI_ARGS_* is called for it.
# tfsso_decider: which command it is, if its arguments may decide whose the layer is.
# reads: tfsso_command tfsso_tool tfsso_operand tfsso_fresh; sets: tfsso_needs tfsso_args tfsso_changes tfsso_variable tfsso_decider

tfsso_needs=no tfsso_args='' tfsso_changes='' tfsso_variable=$tfsso_command tfsso_decider=''
case $tfsso_command in
  init)
    tfsso_needs=login tfsso_args=backend tfsso_decider=init
    [ -z "$tfsso_fresh" ] || tfsso_needs=silent
    ;;
  plan | console | test) tfsso_needs=login tfsso_args=vars ;;
  apply | destroy | import | refresh) tfsso_needs=login tfsso_args=vars tfsso_changes=yes ;;
  taint) tfsso_needs=login tfsso_args=module tfsso_changes=yes ;;
  untaint) tfsso_needs=login tfsso_changes=yes ;;
  force-unlock) tfsso_needs=login tfsso_changes=yes tfsso_variable=force_unlock ;;
  graph) tfsso_needs=login tfsso_args=module ;;
  output) tfsso_needs=login ;;
  query) [ "$tfsso_tool" = tofu ] || tfsso_needs=login tfsso_args=vars ;;
  show)
    tfsso_needs=login tfsso_args=module
    [ -z "$tfsso_operand" ] || tfsso_needs=silent
    ;;
  get | validate) tfsso_needs=silent tfsso_args=module ;;
  modules) [ "$tfsso_tool" = tofu ] || tfsso_needs=silent tfsso_args=module ;;
  providers | state | workspace | env) tfsso_read needs-by-sub ;;
esac
# tofu takes -var-file wherever it may read the configuration, for its backend may use variables.
[ "$tfsso_tool" = terraform ] || [ "$tfsso_needs" = no ] || case $tfsso_args in '' | module) tfsso_args=vars ;; esac
