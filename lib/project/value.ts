/** What is known about an expression's value before a run. */
export type Value = Single | OneOf

export type Single = string | number | boolean | null | readonly Value[] | Dictionary | Unknown

/** `rest`: the values whose keys are unknown. */
export class Dictionary {
  readonly entries: ReadonlyMap<string, Value>
  readonly rest: Value | undefined

  constructor(entries: Iterable<readonly [string, Value]>, rest?: Value) {
    this.entries = new Map(entries)
    this.rest = rest
  }
}

/** For example a condition's outcomes, or a list's items if the index is unknown. */
export class OneOf {
  readonly values: readonly Single[]

  constructor(values: readonly Single[]) {
    this.values = values
  }
}

/** A value that only a run can know. `texts`: the known texts that it could be made from. */
export class Unknown {
  readonly texts: readonly string[]

  constructor(texts: readonly string[] = []) {
    this.texts = texts
  }
}

/** Whether a value is a list, a tuple or a set. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value)
}

/** A value with more alternatives than this counts as unknown. */
export const mostValues = 1000

export function alternatives(value: Value): readonly Single[] {
  return value instanceof OneOf ? value.values : [value]
}

/** null if there are no values. If there are too many, an `Unknown` that keeps only their texts. */
export function oneOf(values: Iterable<Value>): Value {
  const all = [...new Set([...values].flatMap(alternatives))]
  const [only = null] = all
  if (all.length <= 1) return only
  return all.length > mostValues ? new Unknown(textsOf(all)) : new OneOf(all)
}

/** Every text in a value, except the keys of maps. */
export function textsOf(value: Value): string[] {
  const texts = new Set<string>()
  const add = (at: Value): void => {
    if (typeof at === 'string') texts.add(at)
    else if (at instanceof Unknown) for (const text of at.texts) texts.add(text)
    else if (at instanceof OneOf) at.values.forEach(add)
    else if (at instanceof Dictionary) {
      for (const item of at.entries.values()) add(item)
      if (at.rest !== undefined) add(at.rest)
    } else if (isList(at)) at.forEach(add)
  }
  add(value)
  return [...texts]
}

/** Every combination of one alternative of each value; undefined if there are too many. */
export function choices(values: readonly Value[]): Single[][] | undefined {
  let found: Single[][] = [[]]
  for (const value of values) {
    const each = alternatives(value)
    if (found.length * each.length > mostValues) return undefined
    found = found.flatMap((before) => each.map((one) => [...before, one]))
  }
  return found
}

export function asText(value: Value): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

/**
 * null if `from` is null, or certainly lacks the key. If the key is unknown, each item can be the result. If `from` is
 * not a collection, the result is an `Unknown`.
 */
export function getItem(from: Value, key: Value): Value {
  const found = alternatives(from).flatMap((at) => alternatives(key).map((one) => getOne(at, one)))
  return oneOf(found)
}

function getOne(from: Value, key: Value): Value {
  const name = asText(key)
  if (from instanceof Dictionary) {
    const rest = from.rest === undefined ? [] : [from.rest]
    const named = name === undefined ? undefined : from.entries.get(name)
    if (name === undefined) return oneOf([...from.entries.values(), ...rest])
    return oneOf([...(named === undefined ? [] : [named]), ...rest])
  }
  if (isList(from)) return name === undefined ? oneOf(from) : (from[Number(name)] ?? null)
  return from === null ? null : new Unknown(textsOf(from))
}

/**
 * The items over which a `for` or `for_each` iterates. If `keyed`, a list counts as a set: its values are also its
 * keys. An `Unknown` counts as a collection with one unknown item.
 */
export function entriesOf(value: Value, keyed: boolean): [key: Value, value: Value][] {
  return alternatives(value).flatMap((at): [Value, Value][] => {
    if (at instanceof Dictionary) {
      const rest: [Value, Value][] = at.rest === undefined ? [] : [[new Unknown(), at.rest]]
      return [...at.entries, ...rest]
    }
    if (isList(at)) return at.map((item, index) => [keyed ? item : index, item])
    if (at instanceof Unknown) return [[at, at]]
    return []
  })
}
