import path from 'node:path'

/** Directories below a layer in which tools keep copies of modules and of whole repositories. */
const kept = /\/\.(terraform|terragrunt-cache)(\/|$)/

/**
 * The directory at which a search starts. Usually a search starts at `directory` itself. If `directory` is a
 * `.terraform` or `.terragrunt-cache`, or is inside one, the search starts above the outermost of them. All paths are
 * absolute.
 */
export function aboveDownloads(directory: string): string {
  const outermost = directory.search(kept)
  return outermost < 0 ? directory : directory.slice(0, outermost) || '/'
}

/** A directory and those above it, up to the root. */
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
 * The directories in which to look for a layer's account and project: the directory itself and those above it, up to
 * the root. A search starts above any `.terraform` or `.terragrunt-cache`, because these can contain a copy of another
 * project. All paths are absolute. libexec/layer.sh does the same.
 */
export function* upwards(directory: string): Generator<string> {
  yield* ancestors(aboveDownloads(directory))
}
