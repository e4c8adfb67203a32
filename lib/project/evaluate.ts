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

/**
 * How far evaluation can still go. When `steps` is used up, every further value is unknown. When `depth` is used up,
 * only the values at deeper levels are unknown.
 */
export interface Budget {
  steps: number
  /** how many more levels of nested expressions can be evaluated */
  depth: number
}

/** What the names in an expression stand for. */
export interface Scope {
  /** the value of `kind.name`, such as `var.project` or `local.x`; undefined if it is not known */
  find: (kind: string, name: string) => Value | undefined
  /** `each`, and the names that the surrounding `for` expressions and dynamic blocks define */
  bound: ReadonlyMap<string, Value>
  budget: Budget
}

/** What is known about an expression's value. `budget` limits the evaluation, so that it ends. */
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
 * The longest text that a template makes, in characters. No profile name is longer. The limit guards against templates
 * that double a text many times.
 */
const longest = 10_000

/**
 * The values that a template can have: one for each combination of its parts' values. An `Unknown` if there are too
 * many combinations.
 */
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

/** Evaluates a `for`, but ignores its `if`: the additional values do no harm. */
function makeEach(expression: Extract<Expression, { kind: 'for' }>, scope: Scope): Value {
  const { key, value } = expression
  const items = bindEach(expression, scope).map((inner): [Value, Value] => [
    key ? evaluate(key, inner) : null,
    evaluate(value, inner),
  ])
  return key ? makeMap(items) : items.map(([, item]) => item)
}

/** The scopes of a `for`, one for each item. */
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

/**
 * The scopes of the instances that `for_each` makes of a block: one for each item. `name` is `each`, or the name of a
 * dynamic block.
 */
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
