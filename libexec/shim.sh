# shellcheck shell=sh
# The program of shims/terraform and shims/tofu: execs the real tool with the layer's grant. If there is no good grant,
# node makes one first. With a good grant the only fork is for the checksum program. shims/NAME sets tfsso_tool
# (terraform or tofu) and tfsso_named (the value of TFSSO_TERRAFORM or TFSSO_TOFU).
#
# lib/shell-parts.ts generates the parts that are not in libexec/, such as cache.sh.
#
# About speed: sh parses one command at a time, so it does not parse the text after an exec. Text in a function costs
# twice as much to parse. Opening a file costs as much as parsing a kilobyte. So the parts that every run needs have few
# functions, and the build inserts them (assemble.mjs). Rarely needed parts stay files (tfsso_read).
# reads: tfsso_prefix tfsso_tool tfsso_named tfsso_options; sets:

. "$tfsso_prefix/libexec/read.sh"
. "$tfsso_prefix/libexec/known-patterns.sh"
tfsso_exec() { # ARGUMENTS
  [ -z "${TFSSO_DEBUG-}$tfsso_options${tfsso_keeps-}" ] || tfsso_read before-exec
  exec "$tfsso_real" "$@"
}

# --- 1. the real tool -------------------------------------------------------------------------
. "$tfsso_prefix/libexec/real-tool.sh"

# --- 2. the command ----------------------------------------------------------------------------
. "$tfsso_prefix/libexec/mode.sh"
. "$tfsso_prefix/libexec/arguments.sh"

# --- 3. undo what an outer run set -------------------------------------------------------------
. "$tfsso_prefix/libexec/own-arguments.sh"
. "$tfsso_prefix/libexec/traces.sh"
tfsso_keeps=''
[ -z "$tfsso_traces" ] || {
  [ -z "${TFSSO_EXEC_GIVES-}" ] || tfsso_read keep-given
  tfsso_read take-back
  tfsso_take_back
}
[ "$tfsso_mode" != off ] || tfsso_exec "$@"
[ -z "${COMP_LINE-}" ] || tfsso_exec "$@" # terraform completes its own commands
case $tfsso_command in '' | fmt | help | version) tfsso_exec "$@" ;; esac

# --- 4. the layer ------------------------------------------------------------------------------
. "$tfsso_prefix/libexec/nearest-account.sh"
[ -n "$tfsso_layer$tfsso_by_path" ] || tfsso_exec "$@"
. "$tfsso_prefix/libexec/project.sh"
[ -n "$tfsso_layer$tfsso_by_path" ] || tfsso_exec "$@"

# --- 5. what the command needs -----------------------------------------------------------------
. "$tfsso_prefix/libexec/cache.sh"
. "$tfsso_prefix/libexec/tool.sh"
. "$tfsso_prefix/libexec/needs.sh"
[ -z "$tfsso_unknown" ] || tfsso_read find-tool
[ "$tfsso_needs" != no ] || tfsso_exec "$@"
# Only a command of our table gets to this line. So tfsso_variable is a word from that table, and eval is safe.
tfsso_more=''
eval "tfsso_more=\${TF_CLI_ARGS:+x}\${TF_CLI_ARGS_$tfsso_variable:+x}"
case $tfsso_more$tfsso_command in
  x*)
    tfsso_read environment-arguments
    tfsso_with_environment_arguments tfsso_read_environment_arguments "$@"
    [ "$tfsso_needs" != no ] || tfsso_exec "$@"
    ;;
  apply)
    tfsso_read plan-file
    tfsso_look_for_plan_file "$@"
    ;;
esac
[ -z "$tfsso_by_path" ] || {
  tfsso_read two-accounts
  tfsso_refuse_two_accounts "$@"
}
[ -n "$tfsso_layer" ] || tfsso_exec "$@"

# --- 6. the grant ------------------------------------------------------------------------------
. "$tfsso_prefix/libexec/grant.sh"
[ "$tfsso_good" = yes ] || {
  [ -z "${TFSSO_DEBUG-}" ] || tfsso_read explain
  tfsso_read make-grant
  tfsso_make_grant "$@" || tfsso_exec "$@"
}

[ -z "$tfsso_keeps" ] || tfsso_read other-account
[ -n "$tfsso_layer" ] || tfsso_exec "$@" # the grant can say that this is no layer

# --- 7. apply it and go ------------------------------------------------------------------------
[ -z "$tfsso_missing" ] || [ "$tfsso_command" != init ] || {
  tfsso_read missing-backend
  tfsso_require_backend "$@"
}
[ -z "$tfsso_elsewhere" ] || [ "$tfsso_command" = init ] || [ "$tfsso_needs" = silent ] || tfsso_fail elsewhere
. "$tfsso_prefix/libexec/environment.sh"
# If the command changes something, the shim names the account first. With an empty TFSSO_QUIET it does so only in a
# terminal.
[ -z "$tfsso_changes" ] || [ -z "$tfsso_who" ] || case ${TFSSO_QUIET-} in
  0) tfsso_read say-account ;;
  '') [ ! -t 2 ] || tfsso_read say-account ;;
esac
tfsso_exec "$@"
