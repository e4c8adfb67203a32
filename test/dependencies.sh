#!/bin/sh
# Installs the packages that tests and bench need, if some are missing or if the lock file names other versions.
set -eu
cd "$(dirname "$0")/.."

# shellcheck disable=SC3013 # -nt: dash, bash and busybox have it
if ! [ -d node_modules/ava ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --no-audit --no-fund --ignore-scripts
fi
