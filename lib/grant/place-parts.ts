import {
  clockIn,
  credentialsIn,
  findCacheInShell,
  grantNameOf,
  grantsIn,
  toolIn,
} from '../files/cache-places.ts'

/** The shim's parts that say where things are in the cache, by file name. */
export function renderPlaces(): Record<string, string> {
  const part = (reads: string, sets: string, ...lines: string[]) =>
    `# shellcheck shell=sh\n# reads: ${reads}; sets: ${sets}\n${lines.join('\n')}\n`
  const cache = '$tfsso_cache'
  return {
    'cache.sh': part(
      '',
      'tfsso_cache tfsso_clock',
      ...findCacheInShell('tfsso_cache'),
      `tfsso_clock=${clockIn(cache)}`,
    ),
    'grant-place.sh': part(
      'tfsso_cache tfsso_directory tfsso_tool tfsso_mode',
      'tfsso_at tfsso_grant',
      `tfsso_at=${grantsIn(cache, '$tfsso_directory')}`,
      `tfsso_grant=$tfsso_at/${grantNameOf('$tfsso_tool', '$tfsso_mode', '${TFSSO_ROLE:+@$TFSSO_ROLE}')}`,
    ),
    'credentials-place.sh': part(
      'tfsso_cache',
      'tfsso_file',
      `tfsso_file=${credentialsIn(cache, '$1', '$2')}`,
    ),
    'tool-place.sh': part(
      'tfsso_cache tfsso_real',
      'tfsso_known',
      'case $tfsso_real in',
      // A path with `..` could lead outside the cache.
      "  ../* | */../*) tfsso_known='' ;;",
      `  /*) tfsso_known=${toolIn(cache, '$tfsso_real')} ;;`,
      `  *) tfsso_known=${toolIn(cache, '$PWD/$tfsso_real')} ;;`,
      'esac',
    ),
  }
}
