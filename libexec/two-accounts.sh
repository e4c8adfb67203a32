# shellcheck shell=sh
# A symlink can lead from an account into a directory whose real path is in another account or in none
# (libexec/by-path.sh). node decides whether to refuse that directory, because node knows which files to trust and what
# the patterns of a tfsso.hcl match.
# reads: tfsso_prefix tfsso_logical tfsso_directory tfsso_needs; sets:

# If node refuses the directory, a command that never logs in still runs, without credentials.
tfsso_refuse_two_accounts() { # ARGUMENTS
  tfsso_read node
  (
    [ "$tfsso_needs" != silent ] || exec 2>/dev/null
    tfsso_read hand-arguments
    tfsso_hand_arguments "$@"
    tfsso_become_node same-account "$tfsso_logical" "$tfsso_directory" </dev/null
  ) || {
    tfsso_code=$?
    [ "$tfsso_needs" != silent ] || tfsso_exec "$@"
    tfsso_end_like_node "$tfsso_code"
  }
}
