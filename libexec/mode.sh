# shellcheck shell=sh
# What TFSSO asks for. tfsso_mode: full, args (arguments only), job (those, and profiles from a CI job's own
# credentials), off (nothing).
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
