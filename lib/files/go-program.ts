import fs from 'node:fs'

const chunkSize = 1 << 20

/**
 * Which of these main packages a program was built from. Go's linker writes the package's name into each program, in a
 * line `path` (`go version -m` shows it). The program is not started, because it could be a version manager. Version
 * managers can download something or ask a question.
 */
export function findGoPackage<T extends string>(
  file: string,
  packages: readonly T[],
): T | undefined {
  const lines = packages.map((name) => ({ name, line: Buffer.from(`path\t${name}\n`) }))
  const overlap = Math.max(...lines.map(({ line }) => line.length))
  const buffer = Buffer.alloc(overlap + chunkSize)
  let handle: number | undefined
  try {
    handle = fs.openSync(file, 'r')
    for (let kept = 0; ; ) {
      const read = fs.readSync(handle, buffer, kept, chunkSize, null)
      if (read === 0) return undefined
      const text = buffer.subarray(0, kept + read)
      const found = lines.find(({ line }) => text.includes(line))
      if (found) return found.name
      kept = Math.min(overlap, text.length)
      text.copy(buffer, 0, text.length - kept)
    }
  } catch {
    return undefined
  } finally {
    if (handle !== undefined) fs.closeSync(handle)
  }
}
