# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the shim, the grant and the other parts share their variables
# What shims/terraform and shims/tofu do: find the real tool, see whether this command needs
# credentials (here), in which layer it runs, apply the layer's grant (made by node where there is no
# good one), and exec the tool. On the way of a good grant nothing is forked but its checksum.
# Set by the shim: tfsso_prefix (the installation), tfsso_tool (terraform or tofu), tfsso_named (where
# the person says that it is), and tfsso_verb: empty, or which command of tfsso's own goes this way to an
# end of its own (libexec/verb.sh).
#
# sh parses command by command, so what comes after an exec costs nothing, a function costs its text
# twice, and each file that is read as much as a kilobyte of text. So the parts that every command passes
# are code without functions, which the build puts in the place of the lines that read them by `.`
# (assemble.mjs); the parts that are seldom needed stay files (tfsso_read).

. "$tfsso_prefix/libexec/read.sh"
tfsso_exec() {
  [ -z "$tfsso_verb" ] || tfsso_end "$@"
  exec "$tfsso_real" "$@"
}

# --- 1. the real tool -------------------------------------------------------------------------
tfsso_real=''
[ -n "$tfsso_verb" ] || {
  . "$tfsso_prefix/libexec/real-tool.sh"
}

# --- 2. what an outer run gave is taken back ---------------------------------------------------
[ -z "${TFSSO_GIVEN-}" ] || {
  tfsso_read take-back
  tfsso_take_back
}

# --- 3. the command ----------------------------------------------------------------------------
tfsso_mode=full
case ${TFSSO-} in
  '' | on) ;;
  off) tfsso_exec "$@" ;;
  args)
    tfsso_mode=args
    # Profiles from a CI job's own credentials, too.
    [ -z "${TFSSO_CI_ROLE-}" ] || tfsso_mode=job
    ;;
  *) tfsso_fail mode ;;
esac
tfsso_command='' tfsso_sub='' tfsso_chdir='' tfsso_operand='' tfsso_fresh=''
if [ -z "$tfsso_verb" ]; then
  [ -z "${COMP_LINE-}" ] || tfsso_exec "$@" # terraform completes its own commands
  . "$tfsso_prefix/libexec/arguments.sh"
  case $tfsso_command in '' | fmt | help | version) tfsso_exec "$@" ;; esac
fi

# --- 4. the layer ------------------------------------------------------------------------------
. "$tfsso_prefix/libexec/layer.sh"
[ -n "$tfsso_layer" ] || {
  [ -z "$tfsso_verb" ] || tfsso_outside
  tfsso_exec "$@"
}

# --- 5. what the command needs -----------------------------------------------------------------
. "$tfsso_prefix/libexec/needs.sh"
[ "$tfsso_needs" != no ] || tfsso_exec "$@"
[ "$tfsso_logical" = "$tfsso_directory" ] || tfsso_read two-accounts

# --- 6. the grant ------------------------------------------------------------------------------
. "$tfsso_prefix/libexec/grant.sh"
[ "$tfsso_verb" != status ] || tfsso_probe
[ "$tfsso_good" = yes ] || {
  tfsso_read make-grant
  tfsso_make_grant || tfsso_exec "$@"
}

# --- 7. apply it and go ------------------------------------------------------------------------
[ "$tfsso_command" != apply ] || {
  tfsso_read plan-file
  ! tfsso_has_plan_file "$@" || tfsso_args=''
}
. "$tfsso_prefix/libexec/environment.sh"
[ -z "$tfsso_changes" ] || [ -z "$tfsso_who" ] || [ -n "${TFSSO_QUIET-}" ] || [ ! -t 2 ] ||
  printf 'tfsso: %s\n' "$tfsso_who" >&2
tfsso_exec "$@"
