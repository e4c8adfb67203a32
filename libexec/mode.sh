# shellcheck shell=sh
# Reads the variable TFSSO. tfsso_mode is one of: full; args (only arguments); job (arguments, and profiles that use a
# CI job's own credentials); off.
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
