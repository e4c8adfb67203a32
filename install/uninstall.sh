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
}
