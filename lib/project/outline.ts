/**
 * The structure of an HCL text. The parser's JSON is not enough. It has no line numbers, and puts all blocks of one
 * type under one key. If an attribute and a block have the same name, the JSON loses one of them.
 */
export interface Body {
  attributes: ReadonlyMap<string, Attribute>
  blocks: readonly Block[]
}

interface Attribute {
  /** from 1 */
  line: number
  /** the expression, with the spaces and comments around it */
  text: string
}

export interface Block {
  type: string
  labels: readonly string[]
  /** from 1 */
  line: number
  body: Body
}

/**
 * The HCL parser must have accepted `text`. With any other text, the scan still ends, but its result is meaningless.
 */
export function outline(text: string): Body {
  return new Scanner(text).body()
}

const identifier = /[\p{L}_][\p{L}\p{N}_-]*/uy
const blank = /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y
const heredoc = /<<-?([\p{L}_][\p{L}\p{N}_-]*)\r?\n/uy
const closing: Record<string, string> = { '(': ')', '[': ']', '{': '}' }

class Scanner {
  readonly #text: string
  #at = 0
  #lines = 1
  #counted = 0

  constructor(text: string) {
    this.#text = text
  }

  /** Ends at the closing brace or at the end of the text. */
  body(): Body {
    const attributes = new Map<string, Attribute>()
    const blocks: Block[] = []
    for (;;) {
      this.#take(blank)
      const line = this.#line()
      const name = this.#take(identifier) || this.#string()
      if (name === undefined || name === '') {
        this.#at++ // the closing brace
        return { attributes, blocks }
      }
      this.#take(blank)
      const labels: string[] = []
      for (;;) {
        const label = this.#take(identifier) || this.#string()
        if (label === undefined) break
        labels.push(label)
        this.#take(blank)
      }
      if (this.#text[this.#at] === '{') {
        this.#at++
        blocks.push({ type: name, labels, line, body: this.body() })
      } else {
        const from = ++this.#at // after the equals sign
        this.#expression('\n')
        attributes.set(name, { line, text: this.#text.slice(from, this.#at) })
      }
    }
  }

  /** Skips an expression. `end`: a closing bracket, or a newline (then a `}` ends the expression, too). */
  #expression(end: string): void {
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at] as string
      if (end === '\n' && (character === '\n' || character === '}')) return
      if (character === end) {
        this.#at++
        return
      }
      const bracket = closing[character]
      if (bracket) {
        this.#at++
        this.#expression(bracket)
      } else if (character === '"') this.#string()
      else if (/[#/]/.test(character) && this.#take(end === '\n' ? comment : blank)) continue
      else if (character === '<' && this.#heredoc()) continue
      else this.#at++
    }
  }

  /**
   * The text between the quotes, with unchanged escapes (`\"`, `$${`, `%%{`). undefined if no string begins here, or if
   * the closing quote is missing.
   */
  #string(): string | undefined {
    if (this.#text[this.#at] !== '"') return undefined
    const from = ++this.#at
    while (this.#at < this.#text.length) {
      const next = this.#text.slice(this.#at, this.#at + 3)
      if (next === '$${' || next === '%%{') this.#at += 3
      else if (/^[$%]\{/.test(next)) {
        this.#at += 2
        this.#expression('}')
      } else if (next[0] === '\\') this.#at += 2
      else if (next[0] === '"') return this.#text.slice(from, this.#at++)
      else this.#at++
    }
    return undefined
  }

  #heredoc(): boolean {
    heredoc.lastIndex = this.#at
    const [opening, word] = heredoc.exec(this.#text) ?? []
    if (!opening || !word) return false
    const end = new RegExp(`^[ \\t]*${word}$`, 'mg')
    end.lastIndex = this.#at + opening.length
    end.exec(this.#text)
    this.#at = end.lastIndex || this.#text.length
    return true
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const [found = ''] = pattern.exec(this.#text) ?? []
    this.#at += found.length
    return found
  }

  /** The scan never goes back, so no newline is counted twice. */
  #line(): number {
    for (; this.#counted < this.#at; this.#counted++)
      if (this.#text[this.#counted] === '\n') this.#lines++
    return this.#lines
  }
}

/** Unlike `blank`, this does not match the newline after the comment, because that newline ends an attribute. */
const comment = /(?:#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))/y
