# shellcheck shell=sh
# Reads the variables TFSSO and TFSSO_CI_ROLE, and sets tfsso_mode:
# - `full` (credentials and arguments) if TFSSO is empty or `on`
# - `off` (nothing) if TFSSO is `off`
# - `args` (only arguments) if TFSSO is `args` and TFSSO_CI_ROLE is empty
# - `job` (arguments, and profiles that use a CI job's own credentials) if TFSSO is `args` and TFSSO_CI_ROLE is set
# With any other value of TFSSO the run fails.
# reads: ; sets: tfsso_mode

tfsso_mode=full
case ${TFSSO-} in
  '' | on) ;;
  off) tfsso_mode=off ;;
  args)
    tfsso_mode=args
    [ -z "${TFSSO_CI_ROLE-}" ] || tfsso_mode=job
    ;;
  *) tfsso_fail mode ;;
esac
