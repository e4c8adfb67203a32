import type { Expression } from './expression.ts'
import { callFunction } from './functions.ts'
import {
  asText,
  choices,
  Dictionary,
  entriesOf,
  getItem,
  oneOf,
  textsOf,
  Unknown,
  type Value,
} from './value.ts'

/** When `steps` is used up, every further value is unknown. When `depth` is used up, only deeper values are unknown. */
export interface Budget {
  steps: number
  /** remaining levels of nesting */
  depth: number
}

/** What the names in an expression stand for. */
export interface Scope {
  /** the value of `kind.name`, such as `var.project` */
  find: (kind: string, name: string) => Value | undefined
  /** `each`, and the names from surrounding `for` expressions and dynamic blocks */
  bound: ReadonlyMap<string, Value>
  budget: Budget
}

export function evaluate(expression: Expression, scope: Scope): Value {
  const { budget } = scope
  budget.steps -= 1
  if (budget.steps < 0 || budget.depth === 0) return new Unknown()
  budget.depth -= 1
  const value = evaluateKind(expression, scope)
  budget.depth += 1
  return value
}

function evaluateKind(expression: Expression, scope: Scope): Value {
  const of = (inner: Expression) => evaluate(inner, scope)
  switch (expression.kind) {
    case 'value':
      return expression.value
    case 'template':
      return joinAll(expression.parts.map(of))
    case 'name':
      return scope.bound.get(expression.name) ?? new Unknown()
    case 'get':
      return get(expression, scope)
    case 'call':
      return call(expression.name, expression.args.map(of))
    case 'list':
      return expression.items.map(of)
    case 'map':
      return makeMap(expression.items.map(([key, value]) => [of(key), of(value)]))
    case 'for':
      return makeEach(expression, scope)
    case 'either':
      return oneOf(expression.of.map(of))
    case 'unknown':
      return new Unknown(textsOf(expression.parts.map(of)))
  }
}

/**
 * In characters. A longer text counts as unknown. The limit guards against templates that double a text many times. No
 * profile name is longer.
 */
const longest = 10_000

/** One value for each combination of the parts' values; an `Unknown` if there are too many. */
function joinAll(parts: readonly Value[]): Value {
  const all = choices(parts)
  if (!all) return new Unknown(textsOf(parts))
  return oneOf(
    all.map((choice) => {
      const texts = choice.map(asText)
      const length = texts.reduce((sum, text) => sum + (text?.length ?? 0), 0)
      return texts.includes(undefined) || length > longest
        ? new Unknown(textsOf(choice))
        : texts.join('')
    }),
  )
}

function get({ from, key }: Extract<Expression, { kind: 'get' }>, scope: Scope): Value {
  if (from.kind === 'name' && !scope.bound.has(from.name)) {
    const name = key.kind === 'value' ? asText(key.value) : undefined
    return (name === undefined ? undefined : scope.find(from.name, name)) ?? new Unknown()
  }
  // module.NAME.OUTPUT
  if (from.kind === 'get' && from.from.kind === 'name' && from.from.name === 'module') {
    const [module, output] = [from.key, key].map((at) =>
      at.kind === 'value' ? asText(at.value) : undefined,
    )
    if (module !== undefined && output !== undefined)
      return scope.find('module', `${module}.${output}`) ?? new Unknown()
  }
  return getItem(evaluate(from, scope), evaluate(key, scope))
}

function call(name: string, args: readonly Value[]): Value {
  const all = choices(args)
  return all ? oneOf(all.map((choice) => callFunction(name, choice))) : new Unknown(textsOf(args))
}

function makeMap(items: readonly (readonly [Value, Value])[]): Dictionary {
  const entries: [string, Value][] = []
  const rest: Value[] = []
  for (const [key, value] of items) {
    const name = asText(key)
    if (name === undefined) rest.push(value)
    else entries.push([name, value])
  }
  return new Dictionary(entries, rest.length > 0 ? oneOf(rest) : undefined)
}

/** Ignores the `if` of a `for`: the additional values do no harm. */
function makeEach(expression: Extract<Expression, { kind: 'for' }>, scope: Scope): Value {
  const { key, value } = expression
  const items = bindEach(expression, scope).map((inner): [Value, Value] => [
    key ? evaluate(key, inner) : null,
    evaluate(value, inner),
  ])
  return key ? makeMap(items) : items.map(([, item]) => item)
}

/** One scope for each item of a `for`. */
export function bindEach(
  { names, of }: Pick<Extract<Expression, { kind: 'for' }>, 'names' | 'of'>,
  scope: Scope,
): Scope[] {
  const [first = '', second] = names
  return entriesOf(evaluate(of, scope), false).map(([key, value]) => {
    const own: [string, Value][] =
      second === undefined
        ? [[first, value]]
        : [
            [first, key],
            [second, value],
          ]
    return { ...scope, bound: new Map([...scope.bound, ...own]) }
  })
}

/** One scope for each instance that `for_each` makes of a block. `name`: what stands for the item, such as `each`. */
export function bindInstances(forEach: Expression, name: string, scope: Scope): Scope[] {
  const each = entriesOf(evaluate(forEach, scope), true)
  return each.map(([key, value]) => {
    const bound = new Map(scope.bound)
    bound.set(
      name,
      new Dictionary([
        ['key', key],
        ['value', value],
      ]),
    )
    return { ...scope, bound }
  })
}
