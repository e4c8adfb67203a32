#!/bin/sh
# Starts `install.sh --uninstall`. If there is no Node.js or no build, install.sh starts this script again with
# --uninstall. Only then does this script do the work. It changes no startup file, but names each file that still
# contains lines of tfsso.
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

remove() { # WHAT PATH FILE...
  what=$1 path=$2
  shift 2
  if [ -n "$dry_run" ]; then
    tfsso_says "would_remove_$what" "$path"
  else
    rm -rf -- "$@" && tfsso_says "removed_$what" "$path"
  fi
}

if tfsso_installed; then
  set -- env env.fish current versions
  for link in $tfsso_version_links; do set -- "$@" "$link"; done
  for name; do
    set -- "$@" "$prefix/$name"
    shift
  done
  remove tfsso "$prefix" "$@" "$prefix"/.tfsso.*
  [ -n "$dry_run" ] || rmdir -- "$prefix" 2>/dev/null || tfsso_says stays "$prefix"
elif [ -e "$prefix" ]; then
  printf 'tfsso: ' >&2
  tfsso_says foreign "$prefix"
  exit 1
else
  tfsso_says absent "$prefix"
fi

[ -n "${HOME-}" ] || exit 0
tfsso_find_cache
if [ -e "$tfsso_cache" ]; then remove cache "$tfsso_cache" "$tfsso_cache"; fi
for lock in "$HOME/.aws/sso/cache"/*"$tfsso_lock_suffix"; do
  if [ -d "$lock" ] && [ -z "$dry_run" ]; then rm -rf -- "$lock"; fi
done
name_kept_lines() { # FILE...: a file can be named twice
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
  tfsso_says left_alone
  for file in "$HOME"/.aws/sso/cache/*.json; do
    [ ! -f "$file" ] || say "  Perhaps there is a session in $file."
  done
  printf '  ' >&2
  tfsso_says end_sessions
fi
