import { requirePlain } from '../files/read.ts'
import { misconfigured, type Problem } from '../text/problem.ts'

/** What people write stays below these limits. */
export const limits = { bytes: 1024 * 1024, depth: 500, files: 10_000, modules: 1_000 } as const

/**
 * Problem (exit code 78) for a file that is too large or no plain file. Call this function before you read the file.
 */
export function requireSmall(file: string): void {
  const bytes = requirePlain(file)?.size ?? 0
  if (bytes <= limits.bytes) return
  throw misconfigured(
    `${file} has ${(bytes / limits.bytes).toFixed(1)} MiB, but tfsso reads files up to 1 MiB.`,
    'Split it, or keep the data in a file that is neither .tf, .tofu nor .tfvars.',
  )
}

/**
 * Problem (exit code 78) if brackets are nested too deep. The limit is safe: hcl2json's stack is enough for 1,000
 * nested brackets, even if each is in a quoted string of its own.
 */
export function requireFlat(file: string, text: string): void {
  // Most texts have so few brackets that counting them is enough.
  if (text.replaceAll(/[^([{]+/g, '').length <= limits.depth) return
  if (depthOf(text) > limits.depth) throw tooDeep(file)
}

export function tooDeep(file: string): Problem {
  return misconfigured(
    `${file} is nested more than ${limits.depth} deep, so tfsso does not read it.`,
    'Split it into smaller parts.',
  )
}

/** Ignores brackets in comments and in the plain parts of quoted strings. */
export function depthOf(text: string): number {
  const open: string[] = []
  let [depth, deepest] = [0, 0]
  for (let at = 0; at >= 0 && at < text.length; ) {
    const tokens = open.at(-1) === '"' ? inString : inCode
    tokens.lastIndex = at
    const found = tokens.exec(text)
    if (!found) break
    const [token] = found
    at = tokens.lastIndex
    if (token === '/*') at = endOfComment(text, at)
    else if (token === '"' && tokens === inCode) open.push(token)
    else if (/^[([{]$|^[$%]\{$/.test(token)) {
      open.push(token)
      depth += 1
      deepest = Math.max(deepest, depth)
    }
    // A string ends with its line at the latest, so a forgotten quote does not hide the rest.
    else if (/^[")\]}\n]$/.test(token) && (open.pop() ?? '"') !== '"') depth -= 1
  }
  return deepest
}

const inString = /\\.|[$%]\{|["\n]/g
const inCode = /["([{)\]}]|#.*|\/\/.*|\/\*/g

function endOfComment(text: string, at: number): number {
  const end = text.indexOf('*/', at)
  return end < 0 ? text.length : end + 2
}

export function requireFew(kind: 'files' | 'modules', count: number, where: string): void {
  if (count <= limits[kind]) return
  const most = limits[kind].toLocaleString('en')
  throw misconfigured(
    `${where}: this layer and its local modules have more than ${most} ${kind}, so tfsso does not read them.`,
    'Check the sources of its modules: perhaps a module contains itself.',
  )
}
