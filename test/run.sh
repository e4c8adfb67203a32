#!/bin/sh
# What `npm test` does, on a fresh clone, too: installs what the tests need, builds, checks, makes one
# installation for all tests, runs them, and names at its end what could not run here.
# Arguments go to ava: `npm test -- test/shim/*.test.ts`. `npm run test:torture` goes this way, too.
set -eu
cd "$(dirname "$0")/.."

sh test/dependencies.sh
skipped=$(mktemp)
figures=$(mktemp)
prefix=$(mktemp -d)
trap 'rm -rf "$skipped" "$figures" "$prefix"' EXIT
trap 'exit 130' INT TERM

note() { printf '%s\n' "$1" >>"$skipped"; }

npx biome check .
npx tsc
npx depcruise lib emulator
if command -v shellcheck >/dev/null 2>&1; then
  sh test/shellcheck.sh
elif [ -n "${CI-}" ]; then
  echo "shellcheck is missing, and CI is set" >&2
  exit 1
else
  note 'shellcheck (not installed)'
fi
command -v terraform >/dev/null 2>&1 || [ -z "${CI-}" ] || {
  echo "terraform is missing, and CI is set" >&2
  exit 1
}

sh install.sh --prefix "$prefix/tf sso"
TFSSO_TEST_PREFIX="$prefix/tf sso" TFSSO_TEST_SKIPPED="$skipped" TFSSO_TORTURE_FIGURES="$figures" \
  npx ava "$@"

if [ -s "$figures" ]; then
  echo
  node --import tsx test/torture/table.ts "$figures"
fi

if [ -s "$skipped" ]; then
  echo
  echo "Not run here:"
  sort -u "$skipped" | sed 's/^/  - /'
fi
