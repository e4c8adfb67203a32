import { requirePlain } from '../files/read.ts'
import { misconfigured, type Problem } from '../text/problem.ts'

/** Limits for the files of a layer. What a person writes stays below them. */
export const limits = { bytes: 1024 * 1024, depth: 500, files: 10_000, modules: 1_000 } as const

/**
 * Throws a Problem (exit code 78) if this is a file of more than 1 MiB, or something other than a plain file. Call it
 * before the file is read.
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
 * Throws a Problem (exit code 78) if brackets are nested more than 500 deep (`depthOf`). hcl2json's stack overflows
 * only above 1,000 brackets, even if each of them is in a quoted string of its own.
 */
export function requireFlat(file: string, text: string): void {
  // Most texts have few brackets, so that counting them is enough.
  if (text.replaceAll(/[^([{]+/g, '').length <= limits.depth) return
  if (depthOf(text) > limits.depth) throw tooDeep(file)
}

/** The Problem (exit code 78) for a file that is nested too deep. */
export function tooDeep(file: string): Problem {
  return misconfigured(
    `${file} is nested more than ${limits.depth} deep, so tfsso does not read it.`,
    'Split it into smaller parts.',
  )
}

/**
 * How many brackets are open at the deepest place of a text. Brackets in comments and in the plain parts of quoted
 * strings don't count.
 */
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
    // A string ends at the end of its line at the latest, so that a forgotten quote does not hide the rest of the text.
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

/** Throws a Problem (exit code 78) if a layer has more files or local modules than the limits allow. */
export function requireFew(kind: 'files' | 'modules', count: number, where: string): void {
  if (count <= limits[kind]) return
  const most = limits[kind].toLocaleString('en')
  throw misconfigured(
    `${where}: this layer and its local modules have more than ${most} ${kind}, so tfsso does not read them.`,
    'Check the sources of its modules: perhaps a module contains itself.',
  )
}
