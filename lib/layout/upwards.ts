import path from 'node:path'

/** A directory and all above it, the nearest first. */
export function* upwards(directory: string): Generator<string> {
  for (let at = directory; ; ) {
    yield at
    const parent = path.dirname(at)
    if (parent === at) return
    at = parent
  }
}

/**
 * Where the search upwards starts: above what terraform or terragrunt has downloaded, for what a module brings
 * along decides nothing. libexec/layer.sh does the same.
 */
export function aboveDownloads(directory: string): string {
  const [above = ''] = `${directory}/`.split(/\/\.(?:terraform|terragrunt-cache)\//, 1)
  return above.replace(/\/$/, '') || '/'
}
