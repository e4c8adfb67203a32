# shellcheck shell=sh
# Sets tfsso_mode from TFSSO and TFSSO_CI_ROLE:
# - `full`: credentials and arguments
# - `off`: nothing
# - `args`: only arguments
# - `job`: arguments, and profiles with a CI job's own credentials
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
