# shellcheck shell=sh
# Applies a grant to the environment. libexec/take-back.sh takes it back, for what we change is recorded:
# TFSSO_WAS_X holds what X was before, and TFSSO_GIVEN_X what we gave (of secrets the key's id and the
# token's end).
# reads: tfsso_args tfsso_variable GRANT; sets: tfsso_region

export TFSSO_GIVEN=yes
unset TFSSO_ROLE # this once: not for runs inside this one

# TF_CLI_ARGS_<command>: ours in front of what is there, so that the person's own come last and win.
tfsso_given=''
case $tfsso_args in
  vars) tfsso_given=$tfsso_var_args ;;
  backend) tfsso_given="$tfsso_var_args${tfsso_backend_args:+ $tfsso_backend_args}" ;;
esac
if [ -n "$tfsso_given" ]; then
  # The name is one of the table's own words, never a person's.
  export TFSSO_GIVEN_ARGS_NAME="TF_CLI_ARGS_$tfsso_variable" TFSSO_GIVEN_ARGS="$tfsso_given"
  eval "$TFSSO_GIVEN_ARGS_NAME=\$tfsso_given\${$TFSSO_GIVEN_ARGS_NAME:+ \$$TFSSO_GIVEN_ARGS_NAME}
    export $TFSSO_GIVEN_ARGS_NAME"
fi

# A region only where the person has set neither.
[ -z "${AWS_REGION-}${AWS_DEFAULT_REGION-}" ] || tfsso_region=''
. "$tfsso_prefix/libexec/give.sh"
