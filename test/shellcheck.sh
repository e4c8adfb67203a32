#!/bin/sh
# Runs shellcheck on every shell script of the repository. shellcheck takes the dialect from a script's first line. The
# parts of the shim share variables, so shellcheck can't judge a part alone: shell-parts.ts checks the parts.
set -eu
cd "$(dirname "$0")/.."
find . \( -path ./node_modules -o -path ./dist -o -path ./release -o -path ./nodes -o -path ./.cache -o -path ./coverage -o -path ./.git -o -path ./libexec \
  -o -path ./shims -o -path ./bin \) -prune -o -type f -print |
  while IFS= read -r file; do
    case $(head -n 1 "$file" | tr -d '\0') in
      '#!'*sh | '# shellcheck shell='*) printf '%s\n' "$file" ;;
    esac
  done | xargs shellcheck
node --import tsx test/shell-parts.ts
