import fs from 'node:fs'
import path from 'node:path'
import { layerTools } from '../files/installed-tools.ts'
import { makeTemporaryDirectory } from '../files/temporary-directory.ts'
import { place } from './place.ts'
import { checkName } from './prefix.ts'
import { say } from './say.ts'
import type { Source } from './source.ts'
import { inOurPlace } from './start.ts'

/**
 * Installs tfsso into a temporary directory and runs the demo there. Returns the demo's exit code. The directory is
 * removed when this process exits.
 */
export async function demonstrate(
  source: Source,
  { dryRun, browser, node }: { dryRun: boolean; browser: boolean; node: string },
): Promise<number> {
  if (dryRun) {
    say('Would install tfsso into a temporary directory, run tfsso demo there, and remove it.')
    return 0
  }
  const directory = makeTemporaryDirectory('tfsso-demo.')
  const remove = () => fs.rmSync(directory, { recursive: true, force: true })
  process.once('exit', remove)
  const prefix = path.join(directory, 'tfsso')
  checkName(prefix, 'sh install.sh')
  await place({ prefix, source, tools: layerTools, node }, { tellsBack: false })
  return await inOurPlace(`${prefix}/bin/tfsso`, ['demo', ...(browser ? ['--browser'] : [])])
}
