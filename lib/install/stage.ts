import fs from 'node:fs'
import path from 'node:path'
import { type Tool, tools, toolsFile } from '../files/installed-tools.ts'
import { isFile } from '../files/read.ts'
import { fail, type Problem } from '../text/problem.ts'
import { quoteForShell } from '../text/quote.ts'
import type { Source } from './source.ts'

export interface Placed {
  prefix: string
  source: Source
  tools: readonly Tool[]
  /** the Node.js to write into libexec/node-path */
  node: string
}

/** For shims of tools that the person did not choose: a later `tfsso setup` could need them. */
const leftOut = 'left-out'

/** The prefix is written into these, as into the shims. */
const scripts = ['libexec/credentials', 'bin/tfsso']

/**
 * Copies a bundle into `staged`, and writes the prefix into its scripts. The copy is complete, because a later `tfsso
 * setup` installs from it.
 */
export function stage(
  staged: string,
  { prefix, source, node, tools: chosen }: Placed,
  nodeFlags: readonly string[],
): void {
  const { built, parts } = source
  for (const part of parts.filter((name) => name !== 'shims')) copy(built, staged, part)
  for (const tool of tools) {
    const directory = path.join(staged, chosen.includes(tool) ? 'shims' : leftOut)
    fs.mkdirSync(directory, { recursive: true })
    writeScript(shimSource(built, tool), path.join(directory, tool), prefix)
  }
  for (const script of scripts)
    writeScript(path.join(built, script), path.join(staged, script), prefix)
  fs.writeFileSync(path.join(staged, 'libexec/node-path'), `${node}\n`)
  fs.writeFileSync(path.join(staged, 'libexec/node-flag'), `${nodeFlags.join(' ')}\n`)
  fs.writeFileSync(path.join(staged, toolsFile), `${chosen.join(' ')}\n`)
}

/** `from` can be an installation, which has its unused shims in `left-out`. */
function shimSource(from: string, tool: Tool): string {
  const there = path.join(from, leftOut, tool)
  return isFile(there) ? there : path.join(from, 'shims', tool)
}

/** Files get the mode 0644 or 0755 (less the umask), so that only the owner can write. */
function copy(from: string, to: string, name: string): void {
  const [source, target] = [path.join(from, name), path.join(to, name)]
  const stat = fs.statSync(source, { throwIfNoEntry: false })
  if (!stat) throw damaged(name)
  if (stat.isDirectory()) {
    fs.mkdirSync(target)
    for (const entry of fs.readdirSync(source)) copy(source, target, entry)
    return
  }
  fs.copyFileSync(source, target, fs.constants.COPYFILE_FICLONE)
  const mode = (stat.mode & 0o111) === 0 ? 0o644 : 0o755
  fs.chmodSync(target, mode & ~process.umask())
}

function writeScript(from: string, to: string, prefix: string): void {
  if (!fs.existsSync(from)) throw damaged(path.basename(from))
  // Replace the whole line: it could already contain the prefix of an installation.
  const line = `tfsso_prefix=${quoteForShell(prefix)}`
  const text = fs.readFileSync(from, 'utf8').replace(/^tfsso_prefix=.*$/m, () => line)
  fs.rmSync(to, { force: true })
  fs.writeFileSync(to, text, { mode: 0o755 })
}

function damaged(part: string): Problem {
  return fail(`the new version is damaged: ${part} is missing.`)
}
