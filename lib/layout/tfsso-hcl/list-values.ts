import path from 'node:path'
import { parseHcl } from '../../project/hcl.ts'
import { requireFlat } from '../../project/limits.ts'
import { misconfigured } from '../../text/problem.ts'

export const listEndings = ['.hcl', '.tfvars', '.json', '.yaml', '.yml']

/**
 * Expressions of HCL stay text (`"${var.x}"`). JSON is read as YAML, because the YAML parser reports duplicate keys.
 * Problem (exit code 78) for a mistake in the file.
 */
export async function parseList(file: string, text: string): Promise<unknown> {
  if (['.hcl', '.tfvars'].includes(path.extname(file))) return await parseHcl(file, text)
  requireFlat(file, text)
  const module = await import('yaml')
  const { parse, YAMLParseError } = module.default ?? module
  try {
    return parse(text, { schema: 'core', logLevel: 'error' })
  } catch (error) {
    // Not every Error of the parser is a YAMLParseError. Exceptions: an alias without an anchor, and aliases that would
    // expand to very many values.
    if (!(error instanceof Error)) throw error
    const [first = ''] = error.message.split('\n')
    const at = error instanceof YAMLParseError ? error.linePos?.[0] : undefined
    const where = at ? `${file}, line ${at.line}, column ${at.col}` : file
    throw misconfigured(`${where}: ${first.replace(/ at line \d+, column \d+:$/, '')}`)
  }
}
