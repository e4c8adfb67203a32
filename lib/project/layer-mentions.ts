import { sha256 } from '../files/digest.ts'
import { parseConfiguration } from './hcl.ts'
import type { NameSources } from './layer-scope.ts'
import type { SourceFile } from './local-modules.ts'
import { findNames, type Mentions, suffixesOf } from './mentions.ts'
import type { ParsedCache } from './parsed.ts'
import { readProfileNames } from './profile-names.ts'

export interface LayerSources extends NameSources {
  project: string
}

/**
 * Caches the results of parsing. The search for quoted words runs each time: a word could be a password, and no
 * password must get into the cache.
 */
export async function findMentions(sources: LayerSources, cache: ParsedCache): Promise<Mentions> {
  const { project, modules, varFiles, ownTfvars, known } = sources
  const all = [...modules.flatMap(({ files }) => files), ...varFiles, ...ownTfvars]
  const key = sha256(
    JSON.stringify([
      project,
      [...known],
      modules.map(({ directory, files }) => [directory, describe(files)]),
      describe(varFiles),
      describe(ownTfvars),
    ]),
  )
  const kept = await cache.get(key, 'profiles2', async () => {
    const { names, unknown } = await readProfileNames(sources, parseLeniently)
    return {
      profiles: [...names],
      suffixes: unknown.length > 0 ? [...suffixesOf(unknown.flat(), project)] : null,
    }
  })
  return {
    names: findNames(
      all.map(({ text }) => text),
      project,
    ),
    profiles: new Set(kept.profiles),
    suffixes: kept.suffixes ? new Set(kept.suffixes) : undefined,
  }
}

const describe = (files: readonly SourceFile[]) => files.map(({ file, sha256 }) => [file, sha256])

/** undefined if the file does not parse: terraform reports the error better. */
async function parseLeniently({
  file,
  text,
}: SourceFile): Promise<Record<string, unknown> | undefined> {
  try {
    const content: unknown = await parseConfiguration(file, text)
    return typeof content === 'object' && content !== null
      ? (content as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
