import fs from 'node:fs'
import { chosenTools, layerTools, type Tool } from '../files/installed-tools.ts'
import type { Environment } from '../files/user-paths.ts'
import { demonstrate } from './demo.ts'
import { findTool } from './find-tools.ts'
import { isInstallation, refuseUnusable } from './installed.ts'
import { refuseOpenNode } from './node-program.ts'
import { type Called, type Options, readOptions } from './options.ts'
import { place } from './place.ts'
import { choosePlace, type Place } from './prefix.ts'
import { report } from './report.ts'
import { say } from './say.ts'
import { npmPackage } from './setup.ts'
import { shellOf } from './shell.ts'
import { findSource, type Source } from './source.ts'
import { inOurPlace } from './start.ts'
import { editStartupFiles, startupPaths } from './startup-files.ts'
import { uninstall } from './uninstall.ts'

/**
 * What install.sh hands over to, and with it `tfsso setup`. tfsso_setup names the installation or, set and
 * empty, says that npm's package has none yet. Gives the exit code.
 */
export async function main(args: string[], env: Environment, directory: string): Promise<number> {
  const own = env.tfsso_setup
  const called = own === undefined ? 'sh install.sh' : 'tfsso setup'
  const source = findSource(fs.realpathSync(directory))
  // Before the options are read: another version may have others.
  const newer = npmPackage(source.root, own, env)
  if (newer !== undefined) return await inOurPlace('sh', [`${newer}/install.sh`, ...args])
  const options = readOptions(args, called)
  const node = process.execPath
  if (options.action === 'demo') return await demonstrate(source, { ...options, node })
  const place = choosePlace(options, { called, env, own: own || undefined })
  if (options.action === 'uninstall')
    uninstall({ place, source, called, env, dryRun: options.dryRun })
  else await install(options, { place, source, called, env, node })
  return 0
}

interface Surroundings {
  place: Place
  source: Source
  called: Called
  env: Environment
  node: string
}

async function install(options: Options, around: Surroundings): Promise<void> {
  const { source, called, env, node } = around
  const { prefix } = around.place
  const { dryRun, modifyPath } = options
  refuseUnusable(around.place, source, called)
  refuseOpenNode(node, called)
  const terragrunt = findTool('terragrunt', prefix, env)
  const tools =
    options.tools ?? (isInstallation(prefix) ? chosenTools(prefix) : toolsToStart(terragrunt))
  const where = `${prefix} (with Node.js ${process.versions.node}, ${node}).`
  if (dryRun) say(`Would install tfsso ${source.version} in ${where}`)
  else {
    await place({ prefix, source, tools, node }, { tellsBack: true })
    say(`tfsso ${source.version} is installed in ${where}`)
  }
  const { shell, name: shellName } = shellOf(env)
  const paths = startupPaths(env)
  const isEdited = modifyPath && editStartupFiles(shell, paths, { prefix, dryRun })
  const lines = report({
    ...{ prefix, called, typedPrefix: options.prefix, modifyPath, isEdited },
    ...{ shell, shellName, paths, searched: env.PATH ?? '' },
    found: tools.map((tool) => findTool(tool, prefix, env)),
    isTerragruntLeft:
      options.tools === undefined && terragrunt.isThere && !tools.includes('terragrunt'),
  })
  for (const [line = '', ...more] of lines) say(line, ...more)
}

/** What a new installation has shims for: an upgrade keeps what it finds, whatever has come since. */
function toolsToStart(terragrunt: { isThere: boolean }): readonly Tool[] {
  return terragrunt.isThere ? [...layerTools, 'terragrunt'] : layerTools
}
