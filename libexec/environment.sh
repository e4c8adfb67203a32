# shellcheck shell=sh
# Sets TF_CLI_ARGS_<command> from the grant. give.sh (from lib/grant/environment-parts.ts) clears the variables that
# would override the grant, and exports the grant's values. It records each change for libexec/take-back.sh: TFSSO_WAS_X
# is the earlier value of X, TFSSO_GIVEN_X is ours. Our secrets have no TFSSO_GIVEN_X: the key id and the end of the
# token identify them. Our arguments need no record, because their form is unique.
# reads: tfsso_tool tfsso_args tfsso_variable GRANT; sets: tfsso_region

unset TFSSO_ROLE TFSSO_ACCOUNT # they are for this run, not for runs that it starts

# tofu takes the var-files with every command that can use credentials, except `apply PLANFILE`.
[ "$tfsso_tool" = terraform ] || case $tfsso_args in '' | module) tfsso_args=vars ;; esac
# Our arguments go first, because terraform uses the last of conflicting arguments.
case $tfsso_args in
  vars) tfsso_given=$tfsso_var_args ;;
  backend) tfsso_given="$tfsso_var_args${tfsso_backend_args:+ $tfsso_backend_args}" ;;
  module) tfsso_given=$tfsso_module_args ;;
  plan) tfsso_given=$tfsso_plan_args ;;
  *) tfsso_given='' ;;
esac
# eval is safe: the command is in our table here, so tfsso_variable is a word from that table.
[ -z "$tfsso_given" ] || eval "TF_CLI_ARGS_$tfsso_variable=\$tfsso_given\${TF_CLI_ARGS_$tfsso_variable:+ \$TF_CLI_ARGS_$tfsso_variable}
  export TF_CLI_ARGS_$tfsso_variable"

# Set a region only if the person set neither variable.
[ -z "${AWS_REGION-}${AWS_DEFAULT_REGION-}" ] || tfsso_region=''
export TFSSO_GIVEN="${tfsso_region:+region}"
. "$tfsso_prefix/libexec/give.sh"
