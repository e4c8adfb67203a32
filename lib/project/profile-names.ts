import path from 'node:path'
import { bindEach, bindInstances, evaluate, type Scope } from './evaluate.ts'
import { type Expression, toExpression } from './expression.ts'
import type { ModuleFiles, SourceFile } from './local-modules.ts'
import { alternatives, oneOf, Unknown, type Value } from './value.ts'
import { asMap } from './values.ts'

/** What may decide which profiles a layer's files name. */
export interface ProfileSourcesText {
  /** the layer and its local modules, the layer first */
  modules: readonly ModuleFiles[]
  /** the values that tfsso knows anyway, as `project`: the var-files' */
  known: ReadonlyMap<string, unknown>
  /** the var-files, in the order in which terraform is given them; the last one wins */
  varFiles: readonly SourceFile[]
  /** the layer's own tfvars, of which a person may add any */
  ownTfvars: readonly SourceFile[]
}

/** What stands after `profile`. */
export interface ProfileNames {
  /** the names that are certain, or one of several possible ones */
  names: Set<string>
  /** the texts of each expression that only a run can know */
  unknown: string[][]
}

/** A file's parsed content, or undefined where terraform itself will refuse it. */
export type Parse = (source: SourceFile) => Promise<Record<string, unknown> | undefined>

/**
 * The values of everything called `profile`: in blocks, backends, maps and locals. Parses only files with
 * that word, and those that define what their expressions lead to.
 */
export async function readProfileNames(
  sources: ProfileSourcesText,
  parse: Parse,
): Promise<ProfileNames> {
  const parsed: Parsed = new Map()
  let wanted = new Set(
    sources.modules.flatMap(({ files }) =>
      files.filter(({ text }) => /\bprofile\b|AWS_(?:DEFAULT_)?PROFILE/.test(text)),
    ),
  )
  for (;;) {
    for (const source of wanted) parsed.set(source, await parse(source))
    const search = new Search(sources, parsed)
    const names = search.collect()
    if (search.wanted.size === 0) return names
    wanted = search.wanted
  }
}

type Parsed = Map<SourceFile, Record<string, unknown> | undefined>

/** As many steps as evaluation may take: seconds at worst, for what nobody writes. */
const mostSteps = 300_000

/** Keys whose values are names of profiles. */
const profileKey = /^(?:profile|AWS_PROFILE|AWS_DEFAULT_PROFILE)$/

/** One look through what is parsed so far; `wanted` is what must be parsed to know more. */
class Search {
  readonly wanted = new Set<SourceFile>()
  readonly #sources: ProfileSourcesText
  readonly #parsed: Parsed
  readonly #modules: Map<string, ModuleFiles>
  readonly #known = new Map<string, Value | undefined>()
  readonly #budget = { left: mostSteps }
  readonly #found: ProfileNames = { names: new Set(), unknown: [] }

  constructor(sources: ProfileSourcesText, parsed: Parsed) {
    this.#sources = sources
    this.#parsed = parsed
    this.#modules = new Map(sources.modules.map((module) => [module.directory, module]))
  }

  collect(): ProfileNames {
    for (const module of this.#sources.modules)
      for (const file of module.files) {
        const content = this.#parsed.get(file)
        if (content) this.#walk(content, this.#scope(module))
      }
    return this.#found
  }

  #scope(module: ModuleFiles): Scope {
    return {
      find: (kind, name) => this.#find(module, kind, name),
      bound: new Map(),
      budget: this.#budget,
    }
  }

  /** Everything below a parsed value; blocks with `for_each` once for each instance. */
  #walk(value: unknown, scope: Scope): void {
    if (typeof value === 'string') {
      if (value.includes('profile') && /[$%]\{/.test(value))
        this.#walkExpression(toExpression(value), scope)
    } else if (Array.isArray(value)) for (const item of value) this.#walk(item, scope)
    else if (typeof value === 'object' && value !== null) {
      const block = value as Record<string, unknown>
      for (const inner of instances(block.for_each, 'each', scope))
        for (const [key, item] of Object.entries(block)) {
          if (profileKey.test(key) && typeof item === 'string') this.#add(toExpression(item), inner)
          else if (key === 'dynamic') this.#walkDynamic(item, inner)
          else this.#walk(item, inner)
        }
    }
  }

  /** `dynamic "NAME" { for_each = …, content { … } }`: NAME stands for each item. */
  #walkDynamic(value: unknown, scope: Scope): void {
    for (const [name, blocks] of Object.entries(asMap(value) ?? {}))
      for (const { for_each: forEach, iterator, content } of blocksOf(blocks)) {
        const [bound = name] = typeof iterator === 'string' ? (/[\w-]+/.exec(iterator) ?? []) : []
        for (const inner of instances(forEach, bound, scope)) this.#walk(content, inner)
      }
  }

  /** Maps may stand inside an expression: `merge(local.x, { profile = … })`. */
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
      if (typeof value === 'string') this.#found.names.add(value)
      else if (value instanceof Unknown) this.#found.unknown.push([...value.texts])
      // A map of profiles is looked at where its items are used.
      else if (value !== null && typeof value === 'object') this.#walkExpression(expression, scope)
    }
  }

  #find(module: ModuleFiles, kind: string, name: string): Value | undefined {
    const key = JSON.stringify([module.directory, kind, name])
    if (this.#known.has(key)) return this.#known.get(key)
    // What leads back to itself is not known.
    this.#known.set(key, undefined)
    const value = this.#findAnew(module, kind, name)
    this.#known.set(key, value)
    return value
  }

  #findAnew(module: ModuleFiles, kind: string, name: string): Value | undefined {
    switch (kind) {
      case 'local':
        return this.#evaluateAll(
          this.#blocks(module, 'locals', name).flatMap((locals) => own(locals, name)),
          this.#scope(module),
        )
      case 'var':
        return module === this.#sources.modules[0]
          ? this.#ownVariable(module, name)
          : this.#argument(module, name)
      case 'module':
        return this.#output(module, name)
      default:
        return undefined
    }
  }

  /** A variable of the layer: what the var-files say, what its own tfvars may say, or else its default. */
  #ownVariable(layer: ModuleFiles, name: string): Value | undefined {
    const { known, varFiles, ownTfvars } = this.#sources
    const scope = this.#scope(layer)
    if (known.has(name)) return evaluate(toExpression(known.get(name)), scope)
    const given = this.#contents(varFiles, [name])
      .flatMap((file) => own(file, name))
      .slice(-1)
    const values = [
      ...given,
      ...this.#contents(ownTfvars, [name]).flatMap((file) => own(file, name)),
    ]
    const always = ownTfvars.some(({ file }) =>
      /(^terraform|\.auto)\.tfvars/.test(path.basename(file)),
    )
    if (given.length === 0 && !(always && values.length > 0))
      values.push(...this.#defaults(layer, name))
    return this.#evaluateAll(values, scope)
  }

  #defaults(module: ModuleFiles, name: string): unknown[] {
    const blocks = this.#blocks(module, 'variable', name)
    return blocks.flatMap((block) =>
      blocksOf(block[name]).flatMap((variable) => own(variable, 'default')),
    )
  }

  /** A variable of a local module: what its callers give it, or else its default. */
  #argument(module: ModuleFiles, name: string): Value | undefined {
    const values: Value[] = []
    let defaults = false
    for (const caller of this.#sources.modules) {
      const files = caller.calls.get(module.directory) ?? []
      for (const call of this.#calls(caller, files, module.directory)) {
        const [given] = own(call, name)
        if (given === undefined) defaults = true
        for (const scope of instances(call.for_each, 'each', this.#scope(caller)))
          if (given !== undefined) values.push(evaluate(toExpression(given), scope))
      }
    }
    if (defaults) {
      const value = this.#evaluateAll(this.#defaults(module, name), this.#scope(module))
      if (value === undefined) return undefined
      values.push(value)
    }
    return values.length > 0 ? oneOf(values) : undefined
  }

  /** The `module` blocks whose source leads to a directory. */
  #calls(caller: ModuleFiles, files: readonly string[], to: string): Record<string, unknown>[] {
    const sources = caller.files.filter(({ file }) => files.includes(file))
    return this.#contents(sources, [])
      .flatMap(({ module }) => blocksOf(module))
      .flatMap((labels) => Object.values(labels).flatMap(blocksOf))
      .filter((call) => this.#leadsTo(caller, call) === to)
  }

  #leadsTo({ directory }: ModuleFiles, { source }: Record<string, unknown>): string | undefined {
    return typeof source === 'string' && source.startsWith('.')
      ? path.resolve(directory, source)
      : undefined
  }

  /** `NAME.OUTPUT` of a local module. */
  #output(caller: ModuleFiles, name: string): Value | undefined {
    const [label = '', output = ''] = name.split('.')
    const values: (Value | undefined)[] = []
    for (const block of this.#blocks(caller, 'module', label))
      for (const call of blocksOf(block[label])) {
        const module = this.#modules.get(this.#leadsTo(caller, call) ?? '')
        const found = module
          ? this.#blocks(module, 'output', output)
              .flatMap((outputs) => blocksOf(outputs[output]))
              .flatMap((one) => own(one, 'value'))
          : []
        values.push(module && this.#evaluateAll(found, this.#scope(module)))
      }
    const known = values.filter((value) => value !== undefined)
    return known.length > 0 && known.length === values.length ? oneOf(known) : undefined
  }

  #evaluateAll(values: readonly unknown[], scope: Scope): Value | undefined {
    if (values.length === 0) return undefined
    return oneOf(values.map((value) => evaluate(toExpression(value), scope)))
  }

  /** The blocks of a kind in a module, from files that may hold the name. */
  #blocks(module: ModuleFiles, kind: string, name: string): Record<string, unknown>[] {
    return this.#contents(module.files, [kind, name]).flatMap((content) => blocksOf(content[kind]))
  }

  /** The content of the files that hold all these words; those not parsed yet are wanted. */
  #contents(files: readonly SourceFile[], words: readonly string[]): Record<string, unknown>[] {
    const found: Record<string, unknown>[] = []
    for (const file of files) {
      if (!words.every((word) => file.text.includes(word))) continue
      if (!this.#parsed.has(file)) this.wanted.add(file)
      const content = this.#parsed.get(file)
      if (content) found.push(content)
    }
    return found
  }
}

/** Blocks of one kind: HCL's are in arrays, JSON has objects or arrays of them. */
function blocksOf(value: unknown): Record<string, unknown>[] {
  const blocks = (Array.isArray(value) ? value : [value]).map(asMap)
  return blocks.filter((block) => block !== undefined)
}

/** What a block itself holds under a name. */
function own(block: Record<string, unknown>, name: string): unknown[] {
  return Object.hasOwn(block, name) ? [block[name]] : []
}

function instances(forEach: unknown, name: string, scope: Scope): Scope[] {
  return forEach === undefined ? [scope] : bindInstances(toExpression(forEach), name, scope)
}
