# shellcheck shell=sh
# Refuses a directory that is in another account by the path that the person took (libexec/by-path.sh). node says
# whether it is, for it knows whose the files are, and what the patterns of a tfsso.hcl mean.
# reads: tfsso_prefix tfsso_logical tfsso_directory tfsso_needs; sets:

tfsso_refuse_two_accounts() { # ARGUMENTS: a command that never logs in goes on without us
  tfsso_read node
  (
    [ "$tfsso_needs" != silent ] || exec 2>/dev/null
    tfsso_read hand-arguments
    tfsso_hand_arguments "$@"
    tfsso_become_node same-account "$tfsso_logical" "$tfsso_directory" </dev/null
  ) || {
    tfsso_code=$?
    [ "$tfsso_needs" != silent ] || tfsso_exec "$@"
    exit "$tfsso_code"
  }
}
