#!/bin/sh
# `npm test` starts this script, also in a fresh clone. Without arguments the script runs the checks, then all tests.
# With arguments it runs only ava, with these arguments (`npm test -- test/shim/*.test.ts`). At the end it lists the
# tests that could not run here.
set -eu
cd "$(dirname "$0")/.."

sh test/dependencies.sh
# npx would take up to a second of CPU time for each tool.
PATH=$PWD/node_modules/.bin:$PATH
lists=$(mktemp -d)
trap 'rm -rf "$lists"' EXIT
trap 'exit 130' INT TERM
TFSSO_TEST_SKIPPED=$lists/skipped
TFSSO_TORTURE_FIGURES=$lists/figures
export TFSSO_TEST_SKIPPED TFSSO_TORTURE_FIGURES

if [ $# = 0 ]; then
  sh test/check.sh
  command -v terraform >/dev/null 2>&1 || [ -z "${CI-}" ] || {
    echo "terraform is missing, and CI is set" >&2
    exit 1
  }
fi

ava "$@"

if [ -s "$lists/figures" ]; then
  echo
  node --import tsx test/torture/table.ts "$lists/figures"
fi

if [ $# = 0 ] && [ -s "${TFSSO_TEST_COSTS-}" ]; then
  node --import tsx test/prepare/cost-table.ts "$TFSSO_TEST_COSTS"
fi

if [ -s "$lists/skipped" ]; then
  echo
  echo "Not run here:"
  sort -u "$lists/skipped" | sed 's/^/  - /'
fi
