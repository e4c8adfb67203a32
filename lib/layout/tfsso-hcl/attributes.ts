import type { Block } from '../../project/outline.ts'
import { profileRule, roleRule } from '../../project/rules.ts'
import { asMap, isExpression, show, type TextRule } from '../../project/values.ts'
import { misconfigured, type Problem } from '../../text/problem.ts'
import { expandBraces, mostAlternatives } from './path-pattern.ts'

export const accountName: TextRule = {
  ...profileRule,
  expected: "an account's name (letters, digits, single spaces and +=,.@:/_-)",
  example: 'account "prod" { … }',
}
export const sessionName: TextRule = {
  pattern: /^[\w+=,.@-]+$/,
  expected: "a session's name (letters, digits and +=,.@_-)",
  example: 'sso "acme" { … }',
}
export const roleName: TextRule = { ...roleRule, example: 'role = "DevOps"' }
export const profileName: TextRule = { ...profileRule, example: 'profiles = ["acme-prod"]' }

const nameRule: TextRule = {
  pattern: /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u,
  expected: 'a pattern with * and {a,b}',
  example: '"*-production"',
}

/** One block, or the whole file. A mistake is a Problem (exit code 78) that says where it is. */
export class Attributes {
  readonly file: string
  readonly #block: Block
  readonly #values: Readonly<Record<string, unknown>>

  constructor(file: string, block: Block, values: Readonly<Record<string, unknown>>) {
    this.file = file
    this.#block = block
    this.#values = values
  }

  /** for messages: «/repo/tfsso.hcl, line 12» */
  get where(): string {
    return `${this.file}, line ${this.#block.line}`
  }

  mistake(text: string, ...advice: string[]): Problem {
    const { type, labels } = this.#block
    const name = [type, ...labels.map((label) => JSON.stringify(label))].join(' ')
    return misconfigured(
      `${type ? this.where : this.file}: ${name ? `${name}: ` : ''}${text}.`,
      ...advice,
    )
  }

  /** Throws a Problem for any other key or block. */
  allow(keys: readonly string[], blocks: readonly string[] = []): void {
    const { attributes, blocks: own } = this.#block.body
    for (const [key, { line }] of attributes) {
      if (keys.includes(key)) continue
      const advice = blocks.includes(key)
        ? `Write it as a block: ${key} "…" { … }`
        : `These keys are possible: ${keys.join(', ')}.`
      throw misconfigured(`${this.file}, line ${line}: unknown key ${key}.`, advice)
    }
    for (const { type, line } of own) {
      if (blocks.includes(type)) continue
      const advice = keys.includes(type)
        ? `Write it as a key: ${type} = …`
        : `These are possible here: ${[...keys, ...blocks].join(', ')}.`
      throw misconfigured(`${this.file}, line ${line}: unknown block ${type}.`, advice)
    }
  }

  label({ pattern, expected, example }: TextRule): string {
    const [label, ...more] = this.#block.labels
    if (label === undefined || more.length > 0)
      throw this.mistake('the block needs one name', `Write: ${example}`)
    if (!pattern.test(label))
      throw this.mistake(`the name is ${show(label)}, but must be ${expected}`, `Write: ${example}`)
    return label
  }

  refuseLabels(example: string): void {
    if (this.#block.labels.length > 0)
      throw this.mistake('the block has a name, but needs none', `Write: ${example}`)
  }

  /** only those directly inside this block */
  blocks(type: string): Attributes[] {
    return this.#block.body.blocks
      .filter((block) => block.type === type)
      .map((block) => {
        let value: unknown = this.#values[type]
        for (const label of block.labels) value = asMap(value)?.[label]
        return new Attributes(this.file, block, asMap([value].flat()[0]) ?? {})
      })
  }

  /** as the parser gives it; undefined if the key is missing or null */
  value(key: string): unknown {
    return this.#values[key] ?? undefined
  }

  text(key: string, rule: TextRule): string | undefined {
    const value = this.value(key)
    return value === undefined ? undefined : this.#check(key, value, rule)
  }

  requiredText(key: string, rule: TextRule): string {
    const value = this.value(key)
    if (value === undefined) throw this.mistake(`${key} is missing`, `Add: ${rule.example}`)
    return this.#check(key, value, rule)
  }

  /** The value is one text or a list of texts. */
  texts(key: string, rule: TextRule): string[] | undefined {
    const value = this.value(key)
    return value === undefined
      ? undefined
      : [value].flat().map((one) => this.#check(key, one, rule))
  }

  /** Patterns of names. They can contain `${account}`. */
  patterns(key: string): string[] | undefined {
    return this.texts(key, nameRule)?.map((pattern) =>
      this.#checkPattern(key, pattern, ['account']),
    )
  }

  /** Patterns of paths from the file's directory. They can contain `${NAME}` if `names` has NAME. */
  paths(key: string, names: readonly string[]): string[] | undefined {
    const rule = { ...nameRule, expected: 'a path', example: '"envs/prod"' }
    return this.texts(key, rule)?.map((written) => {
      const path = this.#checkPattern(key, written.replace(/(?<=.)\/$/, ''), names)
      const wrong = describePathMistake(path)
      if (wrong) throw this.mistake(`${key}: ${show(written)} ${wrong[0]}`, wrong[1])
      return path
    })
  }

  /** A path of keys, such as `locals.account_name`. The path `.` means the whole value. */
  keys(key: string): string[] | undefined {
    const rule = { ...nameRule, expected: 'keys joined by dots', example: `${key} = "locals.name"` }
    const path = this.text(key, rule)
    return path === undefined ? undefined : path === '.' ? [] : path.split('.')
  }

  #check(key: string, value: unknown, { pattern, expected, example }: TextRule): string {
    if (typeof value === 'string' && isExpression(value.replaceAll(placeholder, '')))
      throw this.mistake(
        `${key} is an expression (${show(value)}), which tfsso does not evaluate`,
        `Write the value itself: ${example}`,
      )
    if (typeof value !== 'string' || !pattern.test(value))
      throw this.mistake(`${key} is ${show(value)}, but must be ${expected}`, `Write: ${example}`)
    return value
  }

  #checkPattern(key: string, pattern: string, names: readonly string[]): string {
    const bare = pattern.replaceAll(placeholder, (whole, name) =>
      names.includes(name) ? '' : whole,
    )
    if (isExpression(bare)) {
      const possible = names.map((name) => `\${${name}}`).join(', ')
      throw this.mistake(
        `${key}: ${show(pattern)} has an expression, which tfsso does not evaluate`,
        possible ? `Only these are allowed there: ${possible}.` : 'Write the text itself.',
      )
    }
    if (expandBraces(bare).length > mostAlternatives)
      throw this.mistake(`${key}: ${show(pattern)} has more than ${mostAlternatives} alternatives`)
    return pattern
  }
}

const placeholder = /\$\{(account|layer|workspace)\}/g

/** what is wrong, and what to write instead */
function describePathMistake(path: string): [string, string] | undefined {
  if (path.startsWith('/')) return ['is an absolute path', "Paths start at this file's directory."]
  const names = path.split('/')
  if (names.includes('..')) return ['leads upwards', "Paths start at this file's directory."]
  if (path !== '.' && names.some((name) => name === '' || name === '.'))
    return ['has an empty name or a dot in it', 'Write for example: envs/prod']
  if (names.at(-1) === '**')
    return ['ends in **', 'Leave ** out: a path includes everything below it.']
  if (names.some((name) => name !== '**' && name.includes('**')))
    return ['has ** within a name', 'Put ** between slashes, or write *.']
  return undefined
}
