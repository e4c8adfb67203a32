import { limits } from './limits.ts'

/** A Terraform expression, reduced to what matters for its possible texts. */
export type Expression =
  | { kind: 'value'; value: string | number | boolean | null }
  | { kind: 'template'; parts: Expression[] }
  | { kind: 'name'; name: string }
  | { kind: 'get'; from: Expression; key: Expression }
  | { kind: 'call'; name: string; args: Expression[] }
  | { kind: 'list'; items: Expression[] }
  | { kind: 'map'; items: [key: Expression, value: Expression][] }
  | { kind: 'for'; names: string[]; of: Expression; key: Expression | undefined; value: Expression }
  /** a condition's two outcomes */
  | { kind: 'either'; of: Expression[] }
  /** not computed: the result of an operator, a directive or a splat, or a text that does not parse */
  | { kind: 'unknown'; parts: Expression[] }

const text = (value: string): Expression => ({ kind: 'value', value })

/** For a value from hcl2json or a JSON file, in which every text is a template. */
export function toExpression(parsed: unknown): Expression {
  if (typeof parsed === 'string') return parseTemplate(parsed)
  if (Array.isArray(parsed)) return { kind: 'list', items: parsed.map(toExpression) }
  if (typeof parsed === 'object' && parsed !== null) {
    const items = Object.entries(parsed).map(([key, value]): [Expression, Expression] => [
      parseTemplate(key),
      toExpression(value),
    ])
    return { kind: 'map', items }
  }
  return { kind: 'value', value: parsed as number | boolean | null }
}

/**
 * Parses the text inside a template's quotes. If that fails, the result is `unknown`. Its `parts` are then the text,
 * split at double quotes.
 */
export function parseTemplate(source: string): Expression {
  if (!/[$%]\{/.test(source)) return text(source)
  try {
    return new Parser(source).template(false)
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error
    return { kind: 'unknown', parts: source.split('"').map(text) }
  }
}

class NotUnderstood extends Error {}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t' }

/**
 * A recursive descent parser. It ignores operators' precedence, because operators are never evaluated. It refuses
 * expressions deeper than `limits.depth`, because its own stack is limited.
 */
class Parser {
  readonly #source: string
  #at = 0
  #depth = 0

  constructor(source: string) {
    this.#source = source
  }

  /** If `quoted`, the template has escapes and ends at the closing quote. */
  template(quoted: boolean): Expression {
    const parts: Expression[] = []
    let literal = ''
    let directives = false
    for (;;) {
      const rest = quoted ? /[^"\\$%\n]+/y : /[^$%]+/y
      const plain = this.#match(rest) ?? this.#match(/\$\$\{|%%\{/y)?.slice(1)
      if (plain !== undefined) {
        literal += plain
        continue
      }
      if (quoted ? this.#match(/"/y) : this.#at >= this.#source.length) break
      const opening = this.#match(/[$%]\{~?/y)
      if (opening === undefined) {
        literal += this.#character(quoted)
        continue
      }
      if (literal !== '') parts.push(text(literal))
      literal = ''
      if (opening.startsWith('$')) parts.push(this.expression())
      else directives = this.#directive(parts)
      this.#space()
      this.#match(/~/y)
      this.#expect(/\}/y)
    }
    if (literal !== '' || parts.length === 0) parts.push(text(literal))
    if (directives) return { kind: 'unknown', parts }
    const [only] = parts
    return only && parts.length === 1 ? only : { kind: 'template', parts }
  }

  #character(quoted: boolean): string {
    if (!quoted || !this.#match(/\\/y)) return this.#expect(/[^"\n]/y)
    const unicode = this.#match(/u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}/y)
    if (unicode === undefined) {
      const escaped = this.#expect(/[^\n]/y)
      return escapes[escaped] ?? escaped
    }
    const code = Number.parseInt(unicode.slice(1), 16)
    return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code)
  }

  #directive(parts: Expression[]): true {
    this.#space()
    if (!this.#match(/(?:else|endif|endfor)\b/y)) {
      if (this.#match(/for\b/y)) this.#forNames()
      else this.#expect(/if\b/y)
      parts.push({ kind: 'unknown', parts: [this.expression()] })
    }
    return true
  }

  expression(): Expression {
    this.#depth += 1
    if (this.#depth > limits.depth) throw new NotUnderstood()
    const value = this.#condition()
    this.#depth -= 1
    return value
  }

  #condition(): Expression {
    const operands = [this.#operand()]
    while (this.#token(/&&|\|\||[=!<>]=|[<>+\-*/%]/y) !== undefined) operands.push(this.#operand())
    const [first] = operands
    const value: Expression =
      first && operands.length === 1 ? first : { kind: 'unknown', parts: operands }
    if (this.#token(/\?/y) === undefined) return value
    const yes = this.expression()
    this.#expectToken(/:/y)
    return { kind: 'either', of: [yes, this.expression()] }
  }

  #operand(): Expression {
    let isComputed = false
    while (this.#token(/[!-]/y) !== undefined) isComputed = true
    let value = this.#primary()
    for (;;) {
      if (this.#token(/\.\*|\[\*\]/y) !== undefined) value = { kind: 'unknown', parts: [value] }
      else if (this.#token(/\.(?!\.)/y) !== undefined)
        value = { kind: 'get', from: value, key: text(this.#expect(/[\p{L}_][\p{L}\w-]*|\d+/uy)) }
      else if (this.#token(/\[/y) !== undefined) {
        value = { kind: 'get', from: value, key: this.expression() }
        this.#expectToken(/\]/y)
      } else return isComputed ? { kind: 'unknown', parts: [value] } : value
    }
  }

  #primary(): Expression {
    if (this.#token(/"/y) !== undefined) return this.template(true)
    if (this.#token(/\[/y) !== undefined) return this.#collection(']')
    if (this.#token(/\{/y) !== undefined) return this.#collection('}')
    if (this.#token(/\(/y) !== undefined) {
      const value = this.expression()
      this.#expectToken(/\)/y)
      return value
    }
    const number = this.#match(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y)
    if (number !== undefined) return { kind: 'value', value: Number(number) }
    const name = this.#expect(/[\p{L}_][\p{L}\w-]*(?:::[\w-]+)*/uy)
    if (this.#match(/\(/y) !== undefined) return { kind: 'call', name, args: this.#list(')') }
    if (name === 'null') return { kind: 'value', value: null }
    if (name === 'true' || name === 'false') return { kind: 'value', value: name === 'true' }
    return { kind: 'name', name }
  }

  #collection(end: ']' | '}'): Expression {
    if (this.#token(/for\b(?!\s*[=:])/y) !== undefined) return this.#for(end)
    if (end === ']') return { kind: 'list', items: this.#list(end) }
    const items: [Expression, Expression][] = []
    while (!this.#ends(end)) {
      const name = this.#match(/[\p{L}_][\p{L}\w-]*(?=\s*[=:](?!=))/uy)
      const key = name === undefined ? this.expression() : text(name)
      this.#expectToken(/[=:]/y)
      items.push([key, this.expression()])
      this.#token(/,/y)
    }
    return { kind: 'map', items }
  }

  #list(end: ')' | ']'): Expression[] {
    const items: Expression[] = []
    while (!this.#ends(end)) {
      items.push(this.expression())
      this.#token(/,|\.\.\./y)
    }
    return items
  }

  #ends(end: string): boolean {
    this.#space()
    if (this.#source[this.#at] !== end) return false
    this.#at += 1
    return true
  }

  #forNames(): string[] {
    const names: string[] = []
    do {
      names.push(this.#expectToken(/[\p{L}_][\p{L}\w-]*/uy))
    } while (this.#token(/,/y) !== undefined)
    this.#expectToken(/in\b/y)
    return names
  }

  #for(end: ']' | '}'): Expression {
    const names = this.#forNames()
    const of = this.expression()
    this.#expectToken(/:/y)
    const first = this.expression()
    const second = this.#token(/=>/y) === undefined ? undefined : this.expression()
    this.#token(/\.\.\./y)
    if (this.#token(/if\b/y) !== undefined) this.expression()
    if (!this.#ends(end)) throw new NotUnderstood()
    return second
      ? { kind: 'for', names, of, key: first, value: second }
      : { kind: 'for', names, of, key: undefined, value: first }
  }

  #token(pattern: RegExp): string | undefined {
    this.#space()
    return this.#match(pattern)
  }

  #space(): void {
    while (this.#match(/\s+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//y) !== undefined);
  }

  #expectToken(pattern: RegExp): string {
    this.#space()
    return this.#expect(pattern)
  }

  #expect(pattern: RegExp): string {
    const found = this.#match(pattern)
    if (found === undefined) throw new NotUnderstood()
    return found
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#source)?.[0]
    if (found !== undefined) this.#at += found.length
    return found
  }
}
