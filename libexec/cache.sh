# shellcheck shell=sh
# Where the cache is; lib/files/user-paths.ts says the same.
# reads: ; sets: tfsso_cache

case ${XDG_CACHE_HOME-} in
  /*) tfsso_cache=$XDG_CACHE_HOME/tfsso ;;
  *) tfsso_cache=${HOME-}/.cache/tfsso ;;
esac
