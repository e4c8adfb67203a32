import path from 'node:path'
import { type Document, parseDocument, renderDocument } from '../aws-config/document.ts'
import { cacheDirectory, type Environment, type Places } from '../files/user-paths.ts'
import { withLock } from '../lock/lock.ts'
import { configureLock } from '../lock/places.ts'
import { isWanted } from '../login/ask.ts'
import { painter, wantsColors } from '../terminal/paint.ts'
import { tell } from '../terminal/say.ts'
import { exitCode, misconfigured, type Problem } from '../text/problem.ts'
import { readConfigFile, writeConfigFile } from './config-file.ts'
import { paintDifference, renderDifference } from './difference.ts'
import type { Merged } from './merge.ts'

export interface EditOptions {
  yes: boolean
  dryRun: boolean
}

/** how long to wait for another `tfsso configure` that is writing */
const lockWaitMs = 10_000

/**
 * Shows how `change` would edit the person's AWS config, asks, and writes. If another program changes the file
 * meanwhile, starts again. Returns 1 if the person says no. Problem (exit code 78) if sections are in the way, if
 * AWS_CONFIG_FILE names a file in tfsso's cache, or if the config can't be read or written; 77 if nobody can be asked;
 * 75 if another `tfsso configure` holds the lock for too long.
 */
export async function editConfig(
  places: Places,
  env: Environment,
  { yes, dryRun }: EditOptions,
  change: (document: Document) => Merged,
): Promise<number> {
  const file = places.awsConfig
  // A config in tfsso's cache was made for a run, and tfsso can remove it at any time.
  if (file.startsWith(`${places.cache}/`)) {
    throw misconfigured(
      `AWS_CONFIG_FILE is ${file}. tfsso made this file for a run: it is not your own AWS config.`,
      'Unset AWS_CONFIG_FILE, or set it to your own AWS config, and run the command again.',
    )
  }
  for (;;) {
    const found = readConfigFile(file)
    const before = parseDocument(found.bytes)
    const { document, inTheWay, kept } = change(before)
    if (inTheWay.length > 0) throw refusal(file, inTheWay)
    for (const header of kept) tell(`${header} stays: other sections use it.`)
    const bytes = renderDocument(document)
    if (bytes.equals(found.bytes)) {
      tell(`nothing to change in ${file}.`)
      return 0
    }
    const paint = painter(wantsColors(process.stderr, env, true))
    process.stderr.write(paintDifference(renderDifference(file, before, document), paint))
    if (dryRun) return 0
    if (!(await isWanted(`Apply these changes to ${file}?`, yes))) return exitCode.failure
    const lock = path.join(cacheDirectory(places), configureLock)
    const written = await withLock(lock, { waitMs: lockWaitMs }, async () => {
      const same = readConfigFile(file).bytes.equals(found.bytes)
      return same ? { backup: writeConfigFile(found, bytes) } : undefined
    })
    if (written) {
      tell(`wrote ${file}${written.backup ? `; the old version is in ${written.backup}` : ''}.`)
      return 0
    }
    tell(`${file} has changed meanwhile. The difference now:`)
  }
}

function refusal(file: string, headers: readonly string[]): Problem {
  return misconfigured(
    `${file} has sections that tfsso did not write for this project: ${headers.join(', ')}.`,
    'Rename or remove them, or run `tfsso configure --force` to replace them.',
    '`tfsso configure --print` shows the new sections.',
  )
}
