# shellcheck shell=sh
# Applies a grant to the environment. This part sets TF_CLI_ARGS_<command>. give.sh does the rest: it clears the
# variables that would override the grant, and exports the grant's values. lib/grant/environment-parts.ts generates
# give.sh. give.sh also records each of its changes, so that libexec/take-back.sh can undo the change: TFSSO_WAS_X holds
# the earlier value of X, and TFSSO_GIVEN_X the value that we set. The secrets that we set are not recorded. To
# recognize them, our key id and the end of our token are enough, and give.sh records these. Our arguments need no
# record, because their form is unique.
# reads: tfsso_tool tfsso_args tfsso_variable GRANT; sets: tfsso_region

unset TFSSO_ROLE TFSSO_ACCOUNT # they are for this run only, not for runs that it starts

# tofu takes the var-files with every command that can use credentials, except `apply PLANFILE`.
[ "$tfsso_tool" = terraform ] || case $tfsso_args in '' | module) tfsso_args=vars ;; esac
# Our arguments go before the person's own in TF_CLI_ARGS_<command>: of conflicting arguments, terraform uses the last.
case $tfsso_args in
  vars) tfsso_given=$tfsso_var_args ;;
  backend) tfsso_given="$tfsso_var_args${tfsso_backend_args:+ $tfsso_backend_args}" ;;
  module) tfsso_given=$tfsso_module_args ;;
  plan) tfsso_given=$tfsso_plan_args ;;
  *) tfsso_given='' ;;
esac
# eval is safe: at this point the command is in our table, so tfsso_variable is a word from the table, not the person's.
[ -z "$tfsso_given" ] || eval "TF_CLI_ARGS_$tfsso_variable=\$tfsso_given\${TF_CLI_ARGS_$tfsso_variable:+ \$TF_CLI_ARGS_$tfsso_variable}
  export TF_CLI_ARGS_$tfsso_variable"

# Set a region only if the person has set neither of these two variables. TFSSO_GIVEN records whether we set one.
[ -z "${AWS_REGION-}${AWS_DEFAULT_REGION-}" ] || tfsso_region=''
export TFSSO_GIVEN="${tfsso_region:+region}"
. "$tfsso_prefix/libexec/give.sh"
