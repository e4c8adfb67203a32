# shellcheck shell=sh
# shellcheck disable=SC2154 # install.sh and its parts share their variables
# `tfsso setup` of an installation (bin/tfsso). Read by install.sh.

# Where npm has a package on PATH, that is what to set up: after `npm install -g` it is the newer one,
# and its own tfsso setup would do just the same. Else the installation is set up again from itself.
hand_over() { # ARGUMENTS
  # shellcheck disable=SC3013 # -ef: dash, bash and busybox have it
  if [ -z "${tfsso_setup-}" ] || ! [ "$root" -ef "$tfsso_setup/current" ]; then return; fi
  left=${PATH-}:
  while [ -n "$left" ]; do
    directory=${left%%:*}
    left=${left#*:}
    case $directory in /*) ;; *) continue ;; esac
    resolve "$directory/tfsso"
    # The package's npm/tfsso, and beside it what that runs.
    if [ "${resolved%/npm/tfsso}" != "$resolved" ] && [ -x "$resolved" ] &&
      [ -f "${resolved%/npm/tfsso}/install.sh" ]; then
      exec "$resolved" setup "$@"
    fi
  done
}
