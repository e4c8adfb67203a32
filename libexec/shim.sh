# shellcheck shell=sh
# What shims/terraform and shims/tofu do: find the real tool, see whether this command needs
# credentials (here), in which layer it runs, apply the layer's grant (made by node where there is no
# good one), and exec the tool. On the way of a good grant nothing is forked but its checksum.
# The shim sets tfsso_tool (terraform or tofu) and tfsso_named (where the person says that it is).
#
# sh parses command by command, so what comes after an exec costs nothing, a function costs its text
# twice, and each file that is read as much as a kilobyte of text. So the parts that every command passes
# are code without functions, which the build puts in the place of the lines that read them by `.`
# (assemble.mjs); the parts that are seldom needed stay files (tfsso_read).
# reads: tfsso_prefix tfsso_tool tfsso_named tfsso_options; sets:

. "$tfsso_prefix/libexec/read.sh"
. "$tfsso_prefix/libexec/known-patterns.sh"
tfsso_exec() { # ARGUMENTS: becomes the real tool
  [ -z "${TFSSO_DEBUG-}$tfsso_options" ] || tfsso_read before-exec
  exec "$tfsso_real" "$@"
}

# --- 1. the real tool -------------------------------------------------------------------------
. "$tfsso_prefix/libexec/real-tool.sh"

# --- 2. what an outer run gave is taken back ---------------------------------------------------
[ -z "${TFSSO_GIVEN-}" ] || {
  tfsso_read take-back
  tfsso_take_back
}

# --- 3. the command ----------------------------------------------------------------------------
. "$tfsso_prefix/libexec/mode.sh"
[ "$tfsso_mode" != off ] || tfsso_exec "$@"
[ -z "${COMP_LINE-}" ] || tfsso_exec "$@" # terraform completes its own commands
. "$tfsso_prefix/libexec/arguments.sh"
case $tfsso_command in '' | fmt | help | version) tfsso_exec "$@" ;; esac

# --- 4. the layer ------------------------------------------------------------------------------
. "$tfsso_prefix/libexec/layer.sh"
[ -n "$tfsso_layer" ] || tfsso_exec "$@"

# --- 5. what the command needs -----------------------------------------------------------------
. "$tfsso_prefix/libexec/needs.sh"
[ "$tfsso_needs" != no ] || tfsso_exec "$@"
[ "$tfsso_logical" = "$tfsso_directory" ] || tfsso_read two-accounts

# --- 6. the grant ------------------------------------------------------------------------------
. "$tfsso_prefix/libexec/grant.sh"
[ "$tfsso_good" = yes ] || {
  [ -z "${TFSSO_DEBUG-}" ] || tfsso_read explain
  tfsso_read make-grant
  tfsso_make_grant || tfsso_exec "$@"
}

[ -z "$tfsso_outside" ] || tfsso_exec "$@"

# --- 7. apply it and go ------------------------------------------------------------------------
[ -z "$tfsso_missing" ] || [ "$tfsso_command" != init ] || {
  tfsso_read missing-backend
  tfsso_require_backend "$@"
}
[ "$tfsso_command" != apply ] || {
  tfsso_read plan-file
  ! tfsso_has_plan_file "$@" || tfsso_args=''
}
. "$tfsso_prefix/libexec/environment.sh"
[ -z "$tfsso_changes" ] || [ -z "$tfsso_who" ] || [ -n "${TFSSO_QUIET-}" ] || [ ! -t 2 ] || tfsso_read who
tfsso_exec "$@"
