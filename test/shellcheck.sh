#!/bin/sh
# Runs shellcheck on every shell script of the repository. The first line of a script says for which dialect. The parts
# of the shim share variables, so shell-parts.ts checks them, with the help of their declarations.
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
