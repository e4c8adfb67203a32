export interface Flags {
  /** in their order; '' for a flag without a value */
  flags: readonly [name: string, value: string][]
  operands: readonly string[]
}

/**
 * Parses a command line as Go's flag package does. Flags end at the first operand or at `--`. One or two dashes mean
 * the same. A value follows `=` or, for the flags in `withValues`, is the next word.
 */
export function readFlags(args: readonly string[], withValues: ReadonlySet<string>): Flags {
  const flags: [string, string][] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string
    if (arg === '--') return { flags, operands: args.slice(i + 1) }
    const match = /^--?([^-=][^=]*)(=([\s\S]*))?$/.exec(arg)
    if (!match) return { flags, operands: args.slice(i) }
    const [, name = '', hasValue, value = ''] = match
    if (hasValue === undefined && withValues.has(name)) flags.push([name, args[++i] ?? ''])
    else flags.push([name, value])
  }
  return { flags, operands: [] }
}
