#!/bin/sh
# Runs shellcheck on every shell script of the repository, by its first line.
set -eu
cd "$(dirname "$0")/.."
find . -path ./node_modules -prune -o -path ./dist -prune -o -path ./release -prune -o -path ./.cache -prune -o -path ./.git -prune -o -type f -print |
  while IFS= read -r file; do
    case $(head -n 1 "$file" | tr -d '\0') in
      '#!'*sh | '# shellcheck shell='*) printf '%s\n' "$file" ;;
    esac
  done | xargs shellcheck
