import { bindEach, evaluate, type Scope } from './evaluate.ts'
import { type Expression, toExpression } from './expression.ts'
import { blocksOf, instances, LayerScope, type NameSources, type Parsed } from './layer-scope.ts'
import type { ModuleFiles, SourceFile } from './local-modules.ts'
import { alternatives, Unknown } from './value.ts'
import { asMap } from './values.ts'

export interface ProfileNames {
  /** plain text, and the possible values of expressions */
  names: Set<string>
  /** for each value that only a run can know: its fixed texts, such as `-devops` in `"${each.key}-devops"` */
  unknown: string[][]
}

/** undefined if the file does not parse. */
export type Parse = (source: SourceFile) => Promise<Record<string, unknown> | undefined>

/** The declaration of a variable called `profile` does not match. */
const mayNameProfile = /(?<!variable\s+")\bprofile\b|AWS_(?:DEFAULT_)?PROFILE/

/**
 * The values of `profile`, AWS_PROFILE and AWS_DEFAULT_PROFILE. Parses only files that could contain such a value, or
 * define what the value refers to.
 */
export async function readProfileNames(sources: NameSources, parse: Parse): Promise<ProfileNames> {
  const parsed: Parsed = new Map()
  let wanted = new Set(
    sources.modules.flatMap(({ files }) => files.filter(({ text }) => mayNameProfile.test(text))),
  )
  for (;;) {
    for (const source of wanted) parsed.set(source, await parse(source))
    const scope = new LayerScope(sources, parsed)
    const names = collectNames(sources.modules, parsed, scope)
    if (scope.wanted.size === 0) return names
    wanted = scope.wanted
  }
}

const profileKey = /^(?:profile|AWS_PROFILE|AWS_DEFAULT_PROFILE)$/

function collectNames(
  modules: readonly ModuleFiles[],
  parsed: Parsed,
  scope: LayerScope,
): ProfileNames {
  const search = new Search()
  for (const module of modules)
    for (const file of module.files) {
      const content = parsed.get(file)
      if (content) search.walk(content, scope.of(module))
    }
  return search.found
}

class Search {
  readonly found: ProfileNames = { names: new Set(), unknown: [] }

  /** Searches a block with `for_each` once for each instance. */
  walk(value: unknown, scope: Scope): void {
    if (typeof value === 'string') {
      if (value.includes('profile') && /[$%]\{/.test(value))
        this.#walkExpression(toExpression(value), scope)
    } else if (Array.isArray(value)) for (const item of value) this.walk(item, scope)
    else if (typeof value === 'object' && value !== null) {
      const block = value as Record<string, unknown>
      for (const inner of instances(block.for_each, 'each', scope))
        for (const [key, item] of Object.entries(block)) {
          if (profileKey.test(key) && typeof item === 'string') this.#add(toExpression(item), inner)
          else if (key === 'dynamic') this.#walkDynamic(item, inner)
          else this.walk(item, inner)
        }
    }
  }

  /** `dynamic "NAME" { for_each = …, content { … } }`: NAME, or the name in `iterator`, stands for each item. */
  #walkDynamic(value: unknown, scope: Scope): void {
    for (const [name, blocks] of Object.entries(asMap(value) ?? {}))
      for (const { for_each: forEach, iterator, content } of blocksOf(blocks)) {
        const [bound = name] = typeof iterator === 'string' ? (/[\w-]+/.exec(iterator) ?? []) : []
        for (const inner of instances(forEach, bound, scope)) this.walk(content, inner)
      }
  }

  /** Looks for maps inside an expression, as in `merge(local.x, { profile = … })`. */
  #walkExpression(expression: Expression, scope: Scope): void {
    const walk = (inner: Expression) => this.#walkExpression(inner, scope)
    switch (expression.kind) {
      case 'template':
      case 'unknown':
        expression.parts.forEach(walk)
        break
      case 'either':
        expression.of.forEach(walk)
        break
      case 'call':
        expression.args.forEach(walk)
        break
      case 'list':
        expression.items.forEach(walk)
        break
      case 'map':
        for (const [key, value] of expression.items) {
          if (key.kind === 'value' && profileKey.test(String(key.value))) this.#add(value, scope)
          else walk(value)
        }
        break
      case 'for':
        walk(expression.of)
        for (const inner of bindEach(expression, scope))
          this.#walkExpression(expression.value, inner)
    }
  }

  #add(expression: Expression, scope: Scope): void {
    for (const value of alternatives(evaluate(expression, scope))) {
      if (typeof value === 'string') this.found.names.add(value)
      else if (value instanceof Unknown) this.found.unknown.push([...value.texts])
      // A map or a list is no name. If other code uses one of its items as a profile, that code is searched separately.
      // So here, look only for keys inside the map or list that match `profileKey`.
      else if (value !== null && typeof value === 'object') this.#walkExpression(expression, scope)
    }
  }
}
