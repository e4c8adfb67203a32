import fs from 'node:fs'
import { chosenTools, layerTools, type Tool } from '../files/installed-tools.ts'
import type { Environment } from '../files/user-paths.ts'
import { fail } from '../text/problem.ts'
import { shellOf } from './choose-startup-files.ts'
import { demonstrate } from './demo.ts'
import { writeTo } from './destination.ts'
import { findTool } from './find-tools.ts'
import { installedVersion, isInstallation, refuseUnusable } from './installed.ts'
import { lastingName, refuseOpenNode } from './node-program.ts'
import { type Called, type Options, readOptions } from './options.ts'
import { place } from './place.ts'
import { choosePlace, type Place } from './prefix.ts'
import { report } from './report.ts'
import { say } from './say.ts'
import { npmPackage } from './setup.ts'
import { findSource, ownNode, type Source } from './source.ts'
import { inOurPlace } from './start.ts'
import { editStartupFiles, startupPaths } from './startup-files.ts'
import { uninstall } from './uninstall.ts'

/**
 * The main program of install.sh; returns the exit code. `tfsso setup` starts install.sh, too. Then the variable
 * tfsso_setup is the directory of the existing installation, or '' if there is none yet.
 */
export async function main(args: string[], env: Environment, directory: string): Promise<number> {
  const own = env.tfsso_setup
  const called = own === undefined ? 'sh install.sh' : 'tfsso setup'
  const source = findSource(fs.realpathSync(directory))
  // npm's package can be newer than this installation and have other options. So start the package's install.sh before
  // reading the options.
  const newer = npmPackage(source.root, own, env)
  if (newer !== undefined) return await inOurPlace('sh', [`${newer}/install.sh`, ...args])
  const options = readOptions(args, called)
  if (options.destination !== undefined) {
    await writeTo(options.destination, options.prefix ?? '', source)
    return 0
  }
  if (options.action === 'demo')
    return await demonstrate(source, { ...options, node: process.execPath })
  const place = choosePlace(options, { called, env, own: own || undefined })
  const node = source.bringsNode
    ? `${place.prefix}/current/${ownNode}`
    : lastingName(process.execPath)
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
  const { source, called, env } = around
  const { prefix } = around.place
  const { dryRun, modifyPath } = options
  // A system package belongs to all users: install nothing, only set up this person's shell.
  const isPackaged = source.isPackaged && prefix === source.root
  const terragrunt = findTool('terragrunt', prefix, env)
  const tools = isPackaged
    ? chosenTools(prefix)
    : (options.tools ??
      (isInstallation(prefix) ? chosenTools(prefix) : toolsToStart(terragrunt.isThere)))
  if (isPackaged) refuseTools(options, called)
  else await putInPlace(tools, options, around)
  const { shell, name: shellName } = shellOf(env)
  const paths = startupPaths(env)
  const isEdited = modifyPath && editStartupFiles(shell, paths, { prefix, dryRun })
  const lines = report({
    ...{ prefix, called, typedPrefix: options.prefix, modifyPath, isEdited },
    ...{ shell, shellName, paths, searched: env.PATH ?? '' },
    found: tools.map((tool) => findTool(tool, prefix, env)),
    canChoose: !isPackaged,
    isTerragruntLeft:
      options.tools === undefined && terragrunt.isThere && !tools.includes('terragrunt'),
  })
  for (const [line = '', ...more] of lines) say(line, ...more)
}

async function putInPlace(
  tools: readonly Tool[],
  { dryRun }: Options,
  { place: where, source, called, node }: Surroundings,
): Promise<void> {
  const { prefix } = where
  refuseUnusable(where, source, called)
  if (!source.bringsNode) refuseOpenNode(node, called)
  const version = process.versions.node
  const which = source.bringsNode ? `its own Node.js ${version}` : `Node.js ${version}, ${node}`
  const at = `in ${prefix} (with ${which}).`
  const before = installedVersion(prefix)
  if (dryRun) return say(`Would install tfsso ${source.version} ${at}`)
  await place({ prefix, source, tools, node }, { tellsBack: true })
  if (before === undefined || before === source.version)
    return say(`tfsso ${source.version} is installed ${at}`)
  const changes = `What has changed: ${prefix}/current/CHANGELOG.md`
  say(`tfsso is upgraded from ${before} to ${source.version} ${at}`, changes)
}

/** Problem (exit code 1) for --tools: the shims of a system package belong to all users. */
function refuseTools({ tools }: Options, called: Called): void {
  if (!tools) return
  throw fail(
    'a system package installed tfsso for all users, with a shim for each tool.',
    `For your own installation: ${called} --tools ${tools.join(',')} --prefix DIR`,
  )
}

/** The tools that get a shim in a new installation, unless --tools names others. */
function toolsToStart(hasTerragrunt: boolean): readonly Tool[] {
  return hasTerragrunt ? [...layerTools, 'terragrunt'] : layerTools
}
