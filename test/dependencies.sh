#!/bin/sh
# Installs the packages for tests and benchmarks, if they are missing or older than package-lock.json.
set -eu
cd "$(dirname "$0")/.."

# shellcheck disable=SC3013 # -nt: dash, bash and busybox have it
if ! [ -d node_modules/ava ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --no-audit --no-fund --ignore-scripts
fi
