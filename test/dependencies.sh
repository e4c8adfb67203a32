#!/bin/sh
# Installs what the tests and the bench need, where it is missing or another version is locked.
set -eu
cd "$(dirname "$0")/.."

# shellcheck disable=SC3013 # -nt: dash, bash and busybox have it
if ! [ -d node_modules/ava ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --no-audit --no-fund --ignore-scripts
fi
