import {
  asText,
  Dictionary,
  getItem,
  isList,
  oneOf,
  textsOf,
  Unknown,
  type Value,
} from './value.ts'

/** Gets one alternative of each argument, so no argument is a `OneOf`. Returns undefined if the result is unknown. */
type TerraformFunction = (...args: Value[]) => Value | undefined

const ofText =
  (make: (text: string, ...more: string[]) => string): TerraformFunction =>
  (...args) => {
    const texts = args.map(asText)
    return texts.every((text) => text !== undefined) ? make(...(texts as [string])) : undefined
  }
const same: TerraformFunction = (value) => value
const asList = (value: Value | undefined) => (isList(value) ? value : undefined)

/** The functions that people use for profile names. */
const functions: Record<string, TerraformFunction> = {
  lower: ofText((text) => text.toLowerCase()),
  upper: ofText((text) => text.toUpperCase()),
  trimspace: ofText((text) => text.trim()),
  trimprefix: ofText((text, end = '') => (text.startsWith(end) ? text.slice(end.length) : text)),
  trimsuffix: ofText((text, end = '') =>
    end !== '' && text.endsWith(end) ? text.slice(0, -end.length) : text,
  ),
  replace: (...args) => {
    const [text, from, to] = args.map(asText)
    // A text between slashes is a regular expression in Go's syntax, which JavaScript can't use.
    if (text === undefined || from === undefined || to === undefined) return undefined
    return /^\/.*\/$/s.test(from) ? undefined : text.replaceAll(from, () => to)
  },
  tostring: same,
  tolist: same,
  toset: same,
  tomap: same,
  sensitive: same,
  nonsensitive: same,
  try: (...args) => oneOf(args),
  coalesce: (...args) => oneOf(args),
  join: (separator, ...lists) => {
    const texts = lists.flatMap((list) => (isList(list) ? list.map(asText) : [undefined]))
    const between = separator === undefined ? undefined : asText(separator)
    if (between === undefined || texts.includes(undefined)) return undefined
    return texts.join(between)
  },
  format: (pattern, ...args) => {
    const text = pattern === undefined ? undefined : asText(pattern)
    const values = args.map(asText)
    if (text === undefined || values.includes(undefined)) return undefined
    const verbs = text.match(/%[^%]|%%/g) ?? []
    if (!verbs.every((verb) => ['%s', '%v', '%d', '%%'].includes(verb))) return undefined
    let next = 0
    return text.replaceAll(/%[svd%]/g, (verb) => (verb === '%%' ? '%' : (values[next++] ?? '')))
  },
  lookup: (map, key, otherwise) => {
    if (map === undefined || key === undefined) return undefined
    const found = getItem(map, key)
    return found === null ? (otherwise ?? null) : found
  },
  element: (list) => {
    const items = asList(list)
    return items && oneOf(items)
  },
  concat: (...lists) => (lists.every(isList) ? lists.flat() : undefined),
  keys: (map) =>
    map instanceof Dictionary && map.rest === undefined ? [...map.entries.keys()] : undefined,
  values: (map) =>
    map instanceof Dictionary
      ? [...map.entries.values(), ...(map.rest === undefined ? [] : [map.rest])]
      : undefined,
  merge: (...maps) => {
    const entries: [string, Value][] = []
    const rest: Value[] = []
    for (const map of maps) {
      if (map instanceof Dictionary) {
        entries.push(...map.entries)
        if (map.rest !== undefined) rest.push(map.rest)
      } else if (map !== null) rest.push(new Unknown(textsOf(map)))
    }
    return new Dictionary(entries, rest.length > 0 ? oneOf(rest) : undefined)
  },
}

/** An `Unknown` if the result can't be computed. The arguments must not be `OneOf`. */
export function callFunction(name: string, args: readonly Value[]): Value {
  const known = Object.hasOwn(functions, name) ? functions[name] : undefined
  const value = known?.(...args)
  return value === undefined ? new Unknown(textsOf(args)) : value
}
