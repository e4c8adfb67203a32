#!/bin/sh
# What `npm run check` runs. If shellcheck is missing, this script skips that check, or fails if CI is set.
set -eu
cd "$(dirname "$0")/.."

sh test/dependencies.sh
# npx would take up to a second of CPU time for each tool.
PATH=$PWD/node_modules/.bin:$PATH
biome check .
tsc
depcruise lib emulator --cache .cache/depcruise --cache-strategy content
cspell lint --no-progress --quiet --cache --cache-strategy content --cache-location .cache/cspell
node --import tsx test/prose/check.ts
if command -v shellcheck >/dev/null 2>&1; then
  sh test/shellcheck.sh
elif [ -n "${CI-}" ]; then
  echo "shellcheck is missing, and CI is set" >&2
  exit 1
elif [ -n "${TFSSO_TEST_SKIPPED-}" ]; then
  echo 'shellcheck (not installed)' >>"$TFSSO_TEST_SKIPPED"
else
  echo 'shellcheck is not installed: the shell scripts were not checked' >&2
fi
