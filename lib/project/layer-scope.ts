import path from 'node:path'
import { type Budget, bindInstances, evaluate, type Scope } from './evaluate.ts'
import { toExpression } from './expression.ts'
import type { ModuleFiles, SourceFile } from './local-modules.ts'
import { oneOf, type Value } from './value.ts'
import { asMap } from './values.ts'

/** Where the values in a layer's profile names can come from. */
export interface NameSources {
  /** the layer first, then its local modules */
  modules: readonly ModuleFiles[]
  /** the values that tfsso has already read from the var-files, such as `project` */
  known: ReadonlyMap<string, unknown>
  /** in terraform's order; the last one wins */
  varFiles: readonly SourceFile[]
  /** the tfvars files in the layer: terraform loads some itself, and a person might pass the others */
  ownTfvars: readonly SourceFile[]
}

/** undefined for a file that does not parse. */
export type Parsed = Map<SourceFile, Record<string, unknown> | undefined>

/**
 * For all evaluations with one `LayerScope`. All steps together take a few seconds. The depth is reached before the
 * stack overflows. Code that people write stays far below both.
 */
const budget: Budget = { steps: 300_000, depth: 250 }

/**
 * What the names in a layer and its local modules stand for. `wanted`: files to parse next, because they could define
 * more names.
 */
export class LayerScope {
  readonly wanted = new Set<SourceFile>()
  readonly #sources: NameSources
  readonly #parsed: Parsed
  readonly #modules: Map<string, ModuleFiles>
  readonly #known = new Map<string, Value | undefined>()
  readonly #budget = { ...budget }

  constructor(sources: NameSources, parsed: Parsed) {
    this.#sources = sources
    this.#parsed = parsed
    this.#modules = new Map(sources.modules.map((module) => [module.directory, module]))
  }

  of(module: ModuleFiles): Scope {
    return {
      find: (kind, name) => this.#find(module, kind, name),
      bound: new Map(),
      budget: this.#budget,
    }
  }

  #find(module: ModuleFiles, kind: string, name: string): Value | undefined {
    const key = JSON.stringify([module.directory, kind, name])
    if (this.#known.has(key)) return this.#known.get(key)
    // A value that refers to itself is unknown.
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
          this.of(module),
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

  /**
   * The value in `known`. Otherwise the values from the last var-file with the variable and from the layer's own
   * tfvars. If no file certainly sets the variable, also its default.
   */
  #ownVariable(layer: ModuleFiles, name: string): Value | undefined {
    const { known, varFiles, ownTfvars } = this.#sources
    const scope = this.of(layer)
    if (known.has(name)) return evaluate(toExpression(known.get(name)), scope)
    const given = this.#contents(varFiles, [name])
      .flatMap((file) => own(file, name))
      .slice(-1)
    const setIn = (files: readonly SourceFile[]) =>
      this.#contents(files, [name]).flatMap((file) => own(file, name))
    // terraform loads these files by itself; the person can pass the others to terraform.
    const loaded = ownTfvars.filter(({ file }) =>
      /(^terraform|\.auto)\.tfvars/.test(path.basename(file)),
    )
    const values = [...given, ...setIn(ownTfvars)]
    if (given.length === 0 && setIn(loaded).length === 0)
      values.push(...this.#defaults(layer, name))
    return this.#evaluateAll(values, scope)
  }

  #defaults(module: ModuleFiles, name: string): unknown[] {
    const blocks = this.#blocks(module, 'variable', name)
    return blocks.flatMap((block) =>
      blocksOf(block[name]).flatMap((variable) => own(variable, 'default')),
    )
  }

  /** The values that callers pass, and the default if a caller passes none. */
  #argument(module: ModuleFiles, name: string): Value | undefined {
    const values: Value[] = []
    let defaults = false
    for (const caller of this.#sources.modules) {
      const files = caller.calls.get(module.directory) ?? []
      for (const call of this.#calls(caller, files, module.directory)) {
        const [given] = own(call, name)
        if (given === undefined) defaults = true
        for (const scope of instances(call.for_each, 'each', this.of(caller)))
          if (given !== undefined) values.push(evaluate(toExpression(given), scope))
      }
    }
    if (defaults) {
      const value = this.#evaluateAll(this.#defaults(module, name), this.of(module))
      if (value === undefined) return undefined
      values.push(value)
    }
    return values.length > 0 ? oneOf(values) : undefined
  }

  /** The `module` blocks whose source is the directory `to`. */
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

  /** `name`: `NAME.OUTPUT`, as in `module.NAME.OUTPUT`. */
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
        values.push(module && this.#evaluateAll(found, this.of(module)))
      }
    const known = values.filter((value) => value !== undefined)
    return known.length > 0 && known.length === values.length ? oneOf(known) : undefined
  }

  #evaluateAll(values: readonly unknown[], scope: Scope): Value | undefined {
    if (values.length === 0) return undefined
    return oneOf(values.map((value) => evaluate(toExpression(value), scope)))
  }

  #blocks(module: ModuleFiles, kind: string, name: string): Record<string, unknown>[] {
    return this.#contents(module.files, [kind, name]).flatMap((content) => blocksOf(content[kind]))
  }

  /** The contents of the files with all these words. Files that are not parsed yet go into `wanted`. */
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

/** Blocks of HCL are arrays; in JSON they are objects or arrays of objects. */
export function blocksOf(value: unknown): Record<string, unknown>[] {
  const blocks = (Array.isArray(value) ? value : [value]).map(asMap)
  return blocks.filter((block) => block !== undefined)
}

/** Properties of Object.prototype don't count. */
function own(block: Record<string, unknown>, name: string): unknown[] {
  return Object.hasOwn(block, name) ? [block[name]] : []
}

/** One scope for each item of `for_each`. Without `for_each`, only `scope`. */
export function instances(forEach: unknown, name: string, scope: Scope): Scope[] {
  return forEach === undefined ? [scope] : bindInstances(toExpression(forEach), name, scope)
}
