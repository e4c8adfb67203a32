# shellcheck shell=sh
# TFSSO_DEBUG=1: says once in a run what the shim's steps decided and why. Perhaps the shim has not reached every step.
# So the variables that the steps set get defaults here.
# reads: ; sets:

: "${tfsso_tool=}" "${tfsso_real=}" "${tfsso_mode=}" "${tfsso_command=}" "${tfsso_variable=}" "${tfsso_layer=-}" \
  "${tfsso_directory=}" "${tfsso_account=}" "${tfsso_project=}" "${tfsso_good=-}" "${tfsso_why=}"

tfsso_debug() { # LINE
  tfsso_tell "tfsso debug: $1"
}

tfsso_explain_tool() {
  if [ -n "${tfsso_named-}" ]; then
    tfsso_debug "the real $tfsso_tool is $tfsso_real, as you named it (TFSSO_TERRAFORM, TFSSO_TOFU, TFSSO_TERRAGRUNT)"
  else
    tfsso_debug "the real $tfsso_tool is $tfsso_real: the first on PATH that is not tfsso's own"
  fi
  [ -z "${tfsso_tried-}" ] || tfsso_debug "passed over, because this process has already started them: $tfsso_tried"
}

tfsso_explain_command() {
  case $tfsso_mode in
    off) tfsso_debug 'TFSSO is off: nothing is added' ;;
    args) tfsso_debug 'TFSSO is args: arguments only' ;;
    job) tfsso_debug "TFSSO is args, and TFSSO_CI_ROLE is set: arguments, and profiles from the job's own credentials" ;;
  esac
  [ -z "${COMP_LINE-}" ] || tfsso_debug 'COMP_LINE is set: the shell asks for completions, nothing is added'
  case ${tfsso_needs-none}:$tfsso_command in
    none:) ;;
    none:fmt | none:help | none:version | no:*) tfsso_debug "the command $tfsso_command needs no credentials" ;;
    silent:*) tfsso_debug "the command $tfsso_command uses credentials if it can get them without a login" ;;
    login:?*) tfsso_debug "the command $tfsso_command needs credentials, with a login if necessary" ;;
  esac
  case ${tfsso_args-}:$tfsso_tool in
    vars:* | :tofu | module:tofu) tfsso_debug "it gets tfsso's var-files, in TF_CLI_ARGS_$tfsso_variable" ;;
    module:*) tfsso_debug "it gets tfsso's var-files if a module's source or version needs variables, in TF_CLI_ARGS_$tfsso_variable" ;;
    plan:*) tfsso_debug "it gets tfsso's var-files if the plan could be encrypted, in TF_CLI_ARGS_$tfsso_variable" ;;
    backend:*) tfsso_debug "it gets tfsso's var-files and backend config, in TF_CLI_ARGS_$tfsso_variable" ;;
  esac
}

tfsso_explain_layer() {
  if [ -n "$tfsso_layer" ]; then
    if [ -f "$tfsso_project/tfsso.hcl" ]; then
      tfsso_debug "$tfsso_project/tfsso.hcl says whether $tfsso_directory is a layer, and of which account"
    else
      tfsso_debug "the layer is $tfsso_directory, of the account $tfsso_account"
      tfsso_debug "the project is ${tfsso_project:-missing: there is no config/common.tfvars above the account}"
    fi
  elif [ -z "$tfsso_directory" ]; then
    tfsso_debug 'no layer: the directory does not exist (any more)'
  elif [ -z "$tfsso_account" ]; then
    tfsso_debug "no layer: there is no config/account.tfvars in $tfsso_directory or above it, and no tfsso.hcl"
  elif [ -f "$tfsso_account/tfsso.hcl" ]; then
    tfsso_debug "no layer: no account in $tfsso_account/tfsso.hcl has this directory, or another user owns that file (tfsso doctor says who)"
  elif [ "${tfsso_directory#"$tfsso_account/config"}" = "$tfsso_directory" ]; then
    tfsso_debug "no layer: $tfsso_account/config/account.tfvars is another user's (tfsso doctor says whose)"
  else
    tfsso_debug "no layer: $tfsso_directory is in the config directory of the account $tfsso_account"
  fi
}

[ "$TFSSO_DEBUG" = 0 ] || [ -n "${tfsso_explained-}" ] || {
  tfsso_explained=yes
  tfsso_read print
  tfsso_read tell
  [ -z "$tfsso_real" ] || tfsso_explain_tool
  [ -z "$tfsso_mode" ] || tfsso_explain_command
  [ "$tfsso_layer" = - ] || tfsso_explain_layer
  [ "$tfsso_good" = - ] || tfsso_read explain-grant
}
