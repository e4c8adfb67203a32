import path from 'node:path'
import type { ListedLayer } from '../../layout/layers.ts'

export interface Selection {
  chosen: ListedLayer[]
  /** layers that fit, but are left out because they are disabled */
  disabled: ListedLayer[]
  unmatched: string[]
}

/**
 * The layers that fit one of the globs; all layers if there are no globs. Disabled layers are chosen only with `all`.
 * `from`: the current directory, as a path from the project's root.
 */
export function select(
  layers: readonly ListedLayer[],
  globs: readonly string[],
  { all, from }: { all: boolean; from: string },
): Selection {
  const patterns = globs.map((glob) => toPattern(fromRoot(glob, from)))
  const fitting =
    globs.length === 0
      ? [...layers]
      : layers.filter(({ name }) => patterns.some((pattern) => pattern.test(name)))
  return {
    chosen: fitting.filter(({ disabled }) => all || !disabled),
    disabled: fitting.filter(({ disabled }) => !all && disabled),
    unmatched: globs.filter((_, at) => !layers.some(({ name }) => patterns[at]?.test(name))),
  }
}

/** A glob is relative to `from` if its first name is `.` or `..`, otherwise to the project's root. */
function fromRoot(glob: string, from: string): string {
  return /^\.\.?(\/|$)/.test(glob) ? path.join(from, glob) : path.normalize(glob)
}

/** The pattern fits a layer if the glob fits the layer itself or a directory above it. */
function toPattern(glob: string): RegExp {
  const trimmed = glob.replace(/\/+$/, '')
  if (trimmed === '.' || trimmed === '') return /^/
  const source = trimmed
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '[^/]')
  return new RegExp(`^${source}(/|$)`, 'su')
}
