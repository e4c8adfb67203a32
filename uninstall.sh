#!/bin/sh
# Uninstalls tfsso, like `install.sh --uninstall`. If there is no Node.js or no build, install.sh starts this script
# again, which then does the work itself. It accepts --prefix DIR and --dry-run. It changes no startup file, but names
# those that still contain a line of tfsso's.
set -eu
unset CDPATH
root=$(cd -P -- "$(dirname -- "$0")" && pwd -P)
case " $* " in *' --uninstall '*) ;; *) exec sh "$root/install.sh" --uninstall "$@" ;; esac
# shellcheck source=npm/rules.sh
. "$root/npm/rules.sh"

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

remove() { # WHAT FILE...: removes the files and says so, or with --dry-run only says so
  what=$1
  shift
  if [ -n "$dry_run" ]; then
    say "Would remove $what."
  else
    rm -rf -- "$@" && say "Removed $what."
  fi
}

if tfsso_installed; then
  set -- env env.fish current versions
  for link in $tfsso_version_links; do set -- "$@" "$link"; done
  for name; do
    set -- "$@" "$prefix/$name"
    shift
  done
  remove "tfsso from $prefix" "$@" "$prefix"/.tfsso.*
  [ -n "$dry_run" ] || rmdir -- "$prefix" 2>/dev/null || say "$prefix stays, because something else is in it."
elif [ -e "$prefix" ]; then
  say "tfsso: $prefix is not an installation of tfsso, so nothing in it is removed."
  exit 1
else
  say "Nothing is installed in $prefix."
fi

[ -n "${HOME-}" ] || exit 0
tfsso_find_cache
if [ -e "$tfsso_cache" ]; then remove "the cache, $tfsso_cache" "$tfsso_cache"; fi
for lock in "$HOME/.aws/sso/cache"/*"$tfsso_lock_suffix"; do
  if [ -d "$lock" ] && [ -z "$dry_run" ]; then rm -rf -- "$lock"; fi
done
name_kept_lines() { # FILE...; the same file may be named twice
  seen=''
  for file; do
    case $seen in *"|$file|"*) continue ;; esac
    seen="$seen|$file|"
    [ -r "$file" ] || continue
    while IFS= read -r line || [ -n "$line" ]; do
      [ "$line" != "$tfsso_block_begin" ] ||
        say "$file keeps its tfsso lines, which do nothing now: remove them by hand."
    done <"$file"
  done
}
tfsso_startup_files name_kept_lines
if [ -e "$HOME/.aws" ]; then
  say 'Left alone: ~/.aws, because AWS'\''s own tools use the sessions there, too.'
  for file in "$HOME"/.aws/sso/cache/*.json; do
    [ ! -f "$file" ] || say "  There may be one in $file."
  done
  say '  tfsso logout --all (before this) or aws sso logout ends them.'
fi
