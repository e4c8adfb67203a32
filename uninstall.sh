#!/bin/sh
# Uninstalls tfsso where there is no Node.js (or no build) to do it better: install.sh --uninstall starts
# this. It takes --prefix DIR and --dry-run, changes no startup file, and names those that keep a line.
set -eu
unset CDPATH
root=$(cd -P -- "$(dirname -- "$0")" && pwd -P)
# shellcheck source=npm/installation.sh
. "$root/npm/installation.sh"

say() { printf '%s\n' "$@" >&2; }

chosen='' dry_run=''
while [ $# -gt 0 ]; do
  case $1 in
    --prefix)
      chosen=${2-}
      [ $# -lt 2 ] || shift
      ;;
    --prefix=*) chosen=${1#--prefix=} ;;
    --dry-run) dry_run=yes ;;
    --uninstall) ;;
    *) say "tfsso: without Node.js, uninstalling has no option $1: only --prefix and --dry-run." && exit 1 ;;
  esac
  shift
done
tfsso_default_prefix
prefix=${chosen:-${tfsso_setup:-$prefix}}
case $prefix in
  /*) ;;
  '') say 'tfsso: HOME is not set: name the installation with --prefix DIR.' && exit 1 ;;
  *) prefix=$PWD/$prefix ;;
esac
prefix=${prefix%/}

remove() { # WHAT FILE...: removes and says it, or only says that it would
  what=$1
  shift
  if [ -n "$dry_run" ]; then
    say "Would remove $what."
  else
    rm -rf -- "$@" && say "Removed $what."
  fi
}

if tfsso_installed; then
  remove "tfsso from $prefix" "$prefix/env" "$prefix/env.fish" "$prefix/shims" "$prefix/bin" \
    "$prefix/libexec" "$prefix/lib" "$prefix/current" "$prefix/versions" "$prefix"/.tfsso.*
  [ -n "$dry_run" ] || rmdir -- "$prefix" 2>/dev/null || say "$prefix stays, because something else is in it."
elif [ -e "$prefix" ]; then
  say "tfsso: $prefix is not an installation of tfsso, so nothing in it is removed."
  exit 1
else
  say "Nothing is installed in $prefix."
fi

case ${XDG_CACHE_HOME-} in /*) cache=$XDG_CACHE_HOME/tfsso ;; *) cache=${HOME:+$HOME/.cache/tfsso} ;; esac
if [ -n "$cache" ] && [ -e "$cache" ]; then remove "the cache, $cache" "$cache"; fi
[ -n "${HOME-}" ] || exit 0
for lock in "$HOME/.aws/sso/cache"/*.tfsso-lock; do
  if [ -d "$lock" ] && [ -z "$dry_run" ]; then rm -rf -- "$lock"; fi
done
for file in "$HOME/.bashrc" "$HOME/.bash_profile" "$HOME/.bash_login" "$HOME/.profile" \
  "${ZDOTDIR:-$HOME}/.zshrc" "${XDG_CONFIG_HOME:-$HOME/.config}/fish/conf.d/tfsso.fish"; do
  [ -r "$file" ] || continue
  while IFS= read -r line || [ -n "$line" ]; do
    [ "$line" != '# >>> tfsso >>>' ] ||
      say "$file keeps its tfsso lines, which do nothing now: take them out by hand."
  done <"$file"
done
if [ -e "$HOME/.aws" ]; then
  say 'Left alone: ~/.aws, because AWS'\''s own tools use the sessions there, too.'
  for file in "$HOME"/.aws/sso/cache/*.json; do
    [ ! -f "$file" ] || say "  There may be one in $file."
  done
  say '  tfsso logout --all (before this) or aws sso logout ends them.'
fi
