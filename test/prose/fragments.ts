import jsTokens from 'js-tokens'

/** A piece of English in a source file, and its first line (from 1). */
export interface Fragment {
  readonly line: number
  readonly text: string
}

/** Returns the comments and, unless the file is sh, also the strings of three words or more. */
export const fragments = (file: string, source: string): readonly Fragment[] =>
  /\.(ts|mjs|cjs)$/.test(file) ? ofTypeScript(source) : ofShell(source)

const ofTypeScript = (source: string): Fragment[] => {
  const found: Fragment[] = []
  let line = 1
  let lineOfCode = 0
  for (const token of jsTokens(source)) {
    const text = english[token.type]?.(token.value)
    const last = found.at(-1)
    const isAlone = token.type === 'SingleLineComment' && line !== lineOfCode
    if (text !== undefined && isAlone && follows(last, line)) {
      found[found.length - 1] = { line: last.line, text: `${last.text}\n${text}` }
    } else if (text !== undefined) {
      found.push({ line, text })
    }
    if (!/^(WhiteSpace|LineTerminator|SingleLineComment)/.test(token.type)) lineOfCode = line
    line += token.value.split('\n').length - 1
  }
  return found
}

/** Whether a comment on this line continues `last`. */
const follows = (last: Fragment | undefined, line: number): last is Fragment =>
  last !== undefined && last.line + last.text.split('\n').length === line

const ofShell = (source: string): Fragment[] => {
  const found: Fragment[] = []
  for (const [index, text] of source.split('\n').entries()) {
    const comment = /^\s*# (?!shellcheck )(.*)|\s# ([^'"]*)$/.exec(text)
    if (!comment) continue
    const [, own, beside] = comment
    const last = found.at(-1)
    if (own !== undefined && follows(last, index + 1)) {
      found[found.length - 1] = { line: last.line, text: `${last.text}\n${own}` }
    } else {
      found.push({ line: index + 1, text: own ?? beside ?? '' })
    }
  }
  return found
}

/** The words in a string, or undefined if it is not English (a path, a key, a pattern). */
const prose = (text: string): string | undefined =>
  /[A-Za-z]{2,} [A-Za-z]+ [A-Za-z]/.test(text)
    ? text
        .replace(/^['"`}]/, '')
        .replace(/(\$\{|['"`])$/, '')
        .replaceAll(/\\n/g, ' ')
        .replaceAll(/\\(.)/g, '$1')
    : undefined

const english: Partial<Record<string, (value: string) => string | undefined>> = {
  SingleLineComment: (value) => value.replace(/^\/\/+ ?/, ''),
  MultiLineComment: (value) =>
    value
      .replace(/^\/\*+/, '')
      .replace(/\*\/$/, '')
      .replaceAll(/^ *\* ?/gm, ''),
  StringLiteral: prose,
  NoSubstitutionTemplate: prose,
  TemplateHead: prose,
  TemplateMiddle: prose,
  TemplateTail: prose,
}
