# shellcheck shell=sh
# Applies a grant to the environment. libexec/take-back.sh takes it back: TFSSO_WAS_X holds what X was before, and
# TFSSO_GIVEN_X what we gave (of secrets the key's id and the token's end); our arguments are known by their form.
# reads: tfsso_args tfsso_variable GRANT; sets: tfsso_region

unset TFSSO_ROLE TFSSO_ACCOUNT # this once: not for runs inside this one

# TF_CLI_ARGS_<command>: ours in front of what is there, so that the person's own come last and win.
case $tfsso_args in
  vars) tfsso_given=$tfsso_var_args ;;
  backend) tfsso_given="$tfsso_var_args${tfsso_backend_args:+ $tfsso_backend_args}" ;;
  module) tfsso_given=$tfsso_module_args ;;
  plan) tfsso_given=$tfsso_plan_args ;;
  *) tfsso_given='' ;;
esac
# The name is one of the table's own words, never a person's.
[ -z "$tfsso_given" ] || eval "TF_CLI_ARGS_$tfsso_variable=\$tfsso_given\${TF_CLI_ARGS_$tfsso_variable:+ \$TF_CLI_ARGS_$tfsso_variable}
  export TF_CLI_ARGS_$tfsso_variable"

# A region only where the person has set neither. TFSSO_GIVEN says whether one was given.
[ -z "${AWS_REGION-}${AWS_DEFAULT_REGION-}" ] || tfsso_region=''
export TFSSO_GIVEN="${tfsso_region:+region}"
. "$tfsso_prefix/libexec/give.sh"
