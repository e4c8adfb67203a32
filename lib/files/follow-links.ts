import path from 'node:path'
import { linkTarget } from './read.ts'

/** Linux's limit for one path */
const mostLinks = 40

/**
 * The symlinks through which an absolute path leads, each by the path at which it really is. Then the final path, which
 * need not exist. If the links lead in a circle, there is no final path.
 */
export function* followLinks(file: string): Generator<string> {
  const pending = file.split('/')
  let [at, links] = ['/', 0]
  for (let name = pending.shift(); name !== undefined; name = pending.shift()) {
    const next = path.join(at, name)
    const target = linkTarget(next)
    if (target === undefined) at = next
    else {
      yield next
      if (++links > mostLinks) return
      if (target.startsWith('/')) at = '/'
      pending.unshift(...target.split('/'))
    }
  }
  yield at
}
