import jsTokens from 'js-tokens'
import { exitCode } from '../../lib/text/problem.ts'

/**
 * A program's message, with `…` for each variable part. `code`: the exit code, if the source names it beside the text.
 */
export interface SaidMessage {
  text: string
  code: number | undefined
}

/** Returns the source without comments, so that nothing in a comment counts as a message. */
export function withoutComments(file: string, source: string): string {
  if (!/\.(ts|cjs)$/.test(file))
    return source.replace(/^\s*#.*\n/gm, '').replace(/\s# [^'"\n]*$/gm, '')
  return [...jsTokens(source)]
    .map(({ type, value }) => (type.endsWith('Comment') ? '' : value))
    .join('')
}

/** Matches the calls that make a message for a person. */
const call =
  /(?:\b(misconfigured|wrongChoice|fail|wrong|denied)\(|new Problem\(\s*(?:exitCode\.(\w+)|code|\w+\.code),)\s*(?=['"`])/g

const codes: Record<string, number | undefined> = {
  misconfigured: exitCode.configuration,
  wrongChoice: exitCode.configuration,
  fail: exitCode.failure,
  wrong: exitCode.failure,
  denied: exitCode.denied,
}

/** Returns the literals in the calls that `call` finds, except texts of fewer than three words. */
export function messagesOf(source: string): SaidMessage[] {
  const found: SaidMessage[] = []
  for (const match of source.matchAll(call)) {
    const [start, name, kind] = match
    const code = kind === undefined ? codes[name ?? ''] : exitCode[kind as keyof typeof exitCode]
    found.push({ text: literalAt(source, match.index + start.length), code })
  }
  return found.filter(({ text }) => wordsIn(text) > 2)
}

/** Returns what `tfsso_say CODE` and `tfsso_refuse CODE` print, except texts of fewer than three words. */
export function messagesOfShell(source: string): SaidMessage[] {
  const said = /tfsso_(?:say|refuse) (\d+)[\s\\]+(["'])tfsso: ((?:(?!\2).)*)\2/g
  return [...source.matchAll(said)]
    .map(([, code, , text = '']) => ({
      text: text.replaceAll('\\', '').replace(/\$\{?\w+(?:##?\*\/)?\}?/g, '…'),
      code: Number(code),
    }))
    .filter(({ text }) => wordsIn(text) > 2)
}

const wordsIn = (text: string) => text.match(/[a-z]{2,}/gi)?.length ?? 0

/** The literal that begins at `start`, with `…` for each expression in it. */
function literalAt(source: string, start: number): string {
  const quote = source[start] ?? ''
  let text = ''
  for (let at = start + 1; at < source.length && source[at] !== quote; at++) {
    if (source[at] === '\\') {
      text += source[at + 1]
      at += 1
    } else if (quote === '`' && source.startsWith('${', at)) {
      text += '…'
      at = endOfExpression(source, at + 2)
    } else text += source[at]
  }
  return text
}

function endOfExpression(source: string, start: number): number {
  let depth = 1
  for (let at = start; at < source.length; at++) {
    if (source[at] === '{') depth += 1
    if (source[at] === '}') depth -= 1
    if (depth === 0) return at
  }
  return source.length
}
