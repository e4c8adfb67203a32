import path from 'node:path'

/** What tools keep below a layer: copies of modules and of whole repositories. */
const kept = /\/\.(terraform|terragrunt-cache)(\/|$)/

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
 * The directories to search upwards for a layer's account and project, from the directory itself to the root. A
 * search starts above any `.terraform` or `.terragrunt-cache`: what is in there may be a copy of another project.
 * Absolute paths. libexec/layer.sh does the same.
 */
export function* upwards(directory: string): Generator<string> {
  const outermost = directory.search(kept)
  yield* ancestors(outermost < 0 ? directory : directory.slice(0, outermost) || '/')
}
