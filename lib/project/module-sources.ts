import { parseConfiguration } from './hcl.ts'
import type { SourceFile } from './local-modules.ts'
import type { ParsedCache } from './parsed.ts'
import { asMap } from './values.ts'

/** Matches a value that is perhaps not a plain quoted text. Only parsing can tell. */
const notLiteral =
  /\b(?:source|version)"?[ \t]*[=:](?![ \t]*"(?:[^"\\$%\n]|[$%](?!\{))*"[ \t]*(?:$|[,}#/]))/m

/**
 * Whether a module's `source` or `version` contains an expression. Terraform 1.15 and later allow this. A file that
 * does not parse is skipped, because terraform reports the error better.
 */
export async function modulesNeedVariables(
  files: readonly SourceFile[],
  cache: ParsedCache,
): Promise<boolean> {
  for (const { file, text, sha256 } of files) {
    if (!/\bmodule\b/.test(text) || !notLiteral.test(text)) continue
    const json = file.endsWith('.json')
    const found = await cache.get(sha256, json ? 'modules-json1' : 'modules1', async () => {
      try {
        return hasVariables(await parseConfiguration(file, text))
      } catch {
        return false
      }
    })
    if (found) return true
  }
  return false
}

/** Blocks of HCL are arrays; in JSON they are objects or arrays of objects. */
function hasVariables(parsed: Record<string, unknown>): boolean {
  return [parsed.module]
    .flat()
    .flatMap((named) => Object.values(asMap(named) ?? {}).flat())
    .some((block) => {
      const { source, version } = asMap(block) ?? {}
      return [source, version].some(
        (value) => typeof value === 'string' && /(?<!\$)\$\{|(?<!%)%\{/.test(value),
      )
    })
}
