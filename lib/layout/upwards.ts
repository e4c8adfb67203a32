import path from 'node:path'

/** Directories in which tools keep copies of modules and of whole repositories. */
const kept = /\/\.(terraform|terragrunt-cache)(\/|$)/

/** The directory above the outermost `.terraform` or `.terragrunt-cache`; `directory` if there is none. */
export function aboveDownloads(directory: string): string {
  const outermost = directory.search(kept)
  return outermost < 0 ? directory : directory.slice(0, outermost) || '/'
}

/** A directory and those above it, up to `/`. The path must be absolute. */
export function* ancestors(directory: string): Generator<string> {
  let at = directory
  for (;;) {
    yield at
    const parent = path.dirname(at)
    if (parent === at) return
    at = parent
  }
}

/**
 * The directories in which to look for a layer's account and project. The search starts above any `.terraform` or
 * `.terragrunt-cache`, because these can contain a copy of another project. libexec/layer.sh does the same.
 */
export function* upwards(directory: string): Generator<string> {
  yield* ancestors(aboveDownloads(directory))
}
