# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # install.sh and its parts share their variables
# Taking an installation away. Read by install.sh.

remove_installation() {
  if [ -n "$dry_run" ]; then
    say "Would remove tfsso from $prefix."
    return
  fi
  rm -f -- "$prefix/env" "$prefix/env.fish"
  for name in shims bin libexec lib; do
    if links "$prefix/$name" "current/$name"; then rm -f -- "$prefix/$name"; fi
  done
  if [ -h "$prefix/current" ]; then rm -f -- "$prefix/current"; fi
  rm -rf -- "$prefix/versions"
  rm -f -- "$prefix"/.tfsso.*
  if rmdir -- "$prefix" 2>/dev/null; then
    say "Removed $prefix."
    remove_empty "${prefix%/*}"
  else
    say "Removed tfsso from $prefix, which stays for what else is in it."
  fi
}

remove_cache() {
  case ${XDG_CACHE_HOME-} in
    /*) cache=$XDG_CACHE_HOME/tfsso ;;
    *) cache=${HOME:+$HOME/.cache/tfsso} ;;
  esac
  if [ -z "$cache" ] || { [ ! -e "$cache" ] && [ ! -h "$cache" ]; }; then return; fi
  if [ -n "$dry_run" ]; then
    say "Would remove the cache, $cache."
    return
  fi
  rm -rf -- "$cache"
  say "Removed the cache, $cache."
  remove_empty "${cache%/*}"
}

# The locks on login and refresh lie beside the token, and are nobody's but tfsso's. What waits for one
# now makes it anew.
remove_locks() {
  tokens=${HOME:+$HOME/.aws/sso/cache}
  if [ -z "$tokens" ] || [ -n "$dry_run" ]; then return; fi
  for lock in "$tokens"/*.tfsso-lock; do
    if [ -d "$lock" ] && ! [ -h "$lock" ]; then rm -rf -- "$lock"; fi
  done
  remove_empty "$tokens"
  if [ -e "$HOME/.aws" ]; then
    say "Left alone: ~/.aws, for the session there is that of AWS's own tools, too." \
      'tfsso logout (before), or aws sso logout, ends it.'
  fi
}

# A directory in HOME, and those above it, as far as they are empty: tfsso may have made them.
remove_empty() { # DIRECTORY
  empty=$1
  while :; do
    case $empty in
      "${HOME:-/}"/?*) rmdir -- "$empty" 2>/dev/null || return 0 ;;
      *) return 0 ;;
    esac
    empty=${empty%/*}
  done
}
