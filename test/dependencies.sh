#!/bin/sh
# Installs the packages that tests and benchmarks need, if ava is missing, or if package-lock.json is newer than the
# installed packages.
set -eu
cd "$(dirname "$0")/.."

# shellcheck disable=SC3013 # -nt: dash, bash and busybox have it
if ! [ -d node_modules/ava ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --no-audit --no-fund --ignore-scripts
fi
