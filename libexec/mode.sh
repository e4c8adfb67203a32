# shellcheck shell=sh
# Reads the variables TFSSO and TFSSO_CI_ROLE. tfsso_mode becomes `full` (credentials and arguments) if TFSSO is empty
# or `on`, and `off` (nothing) if TFSSO is `off`. If TFSSO is `args`, tfsso_mode becomes `args` (only arguments), or
# `job` (arguments, and profiles that use a CI job's own credentials) if TFSSO_CI_ROLE is set. Any other value of TFSSO
# is a failure.
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
