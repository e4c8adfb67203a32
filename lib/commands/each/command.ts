import path from 'node:path'
import { mayLogIn } from '../../grant/command-table.ts'
import { type FoundProject, requireProject } from '../../layout/find.ts'
import { type ListedLayer, listLayers } from '../../layout/layers.ts'
import { obtainToken } from '../../login/obtain-token.ts'
import { whyNobodyIsThere } from '../../login/person.ts'
import { say, tell } from '../../terminal/say.ts'
import { asProblem } from '../../text/attempt.ts'
import { fail, Problem } from '../../text/problem.ts'
import { findProjectContext, type ProjectContext } from '../context.ts'
import { changedFiles, findTop } from './changed.ts'
import { isTouched, partsOf } from './parts.ts'
import { exitCodeOf, renderSummary, saysChanges } from './results.ts'
import { runEach } from './run.ts'
import { type Selection, select } from './select.ts'
import { programFor } from './start.ts'

export interface EachOptions {
  glob?: string | string[] | undefined
  jobs: number
  keepGoing: boolean
  all: boolean
  /** the revision to compare with; empty for the default branch, undefined for all layers */
  changed?: string | undefined
  '--'?: unknown
}

/** `tfsso each`. The exit code is that of `exitCodeOf`, or 0 if `--changed` selects no layer. */
export async function each(options: EachOptions): Promise<number> {
  const command = Array.isArray(options['--']) ? options['--'].map(String) : []
  requireCommand(command, options)
  const { jobs, keepGoing } = options
  const { TFSSO_PREFIX: prefix = '', ...env } = process.env
  const found = requireProject(process.cwd())
  const { chosen, disabled } = await choose(found, options)
  const layers = await onlyChanged(chosen, found, options.changed)
  if (layers.length === 0) {
    tell('no layer has changed.')
    return 0
  }
  if (jobs > 1 && needsSession(command)) await logInOnce(layers[0]?.layer.directory ?? found.root)

  const changesBy2 = saysChanges(command, env)
  const program = programFor(prefix, command)
  const results = await runEach(layers, {
    program,
    env,
    jobs: Math.min(jobs, layers.length),
    keepGoing,
    changesBy2,
  })
  say(renderSummary(results, changesBy2, disabled.length))
  return exitCodeOf(results, changesBy2)
}

function requireCommand(command: readonly string[], { jobs }: EachOptions): void {
  if (command.length === 0) {
    throw fail(
      'each needs a command to run, after --.',
      "For example: tfsso each 'apps-prd/*' -- tofu plan",
    )
  }
  if (!Number.isInteger(jobs) || jobs < 1)
    throw fail('each: -j needs a number of layers, 1 or more.')
}

/** Problem (exit code 1) if a glob fits no layer, or if no layer is selected. */
async function choose(found: FoundProject, { glob = [], all }: EachOptions): Promise<Selection> {
  const globs = [glob].flat()
  const from = path.relative(found.root, process.cwd())
  const layers = await listLayers(found)
  const selection = select(layers, globs, { all, from })
  for (const unmatched of selection.unmatched) {
    throw fail(
      `No layer in ${found.root} matches ${unmatched}.`,
      "A GLOB is a path from the project's root, such as 'apps-prd/*'; one from this directory starts with ./",
    )
  }
  if (selection.chosen.length > 0) return selection
  throw fail(
    layers.length === 0
      ? `${found.root} has no layers: no account has a directory with .tf or .tofu files.`
      : 'All these layers are disabled: a part of their path ends in --.',
    ...(layers.length === 0 ? [] : ['To run in them anyway, add --all.']),
  )
}

async function onlyChanged(
  layers: ListedLayer[],
  { root, layout }: FoundProject,
  base: string | undefined,
): Promise<ListedLayer[]> {
  if (base === undefined) return layers
  const top = await findTop(root)
  const changed = await changedFiles(top, base)
  return layers.filter((layer) => isTouched(partsOf(layer, layout, top), changed))
}

/** Commands that run at the same time can't ask for a login, so the session must exist before they start. */
function needsSession([name = '', ...args]: readonly string[]): boolean {
  if (process.env.TFSSO && process.env.TFSSO !== 'on') return false
  return (name !== 'terraform' && name !== 'tofu') || mayLogIn(args)
}

/**
 * Ignores problems with the settings, because the runs report them. Problem (exit code 77) if a login is necessary and
 * nobody can be asked.
 */
async function logInOnce(directory: string): Promise<void> {
  const { env, stdin, stderr } = process
  const context: ProjectContext | Problem = await findProjectContext(directory, env, 'own').catch(
    asProblem,
  )
  if (context instanceof Problem) return
  const noLogin = whyNobodyIsThere(env, Boolean(stdin.isTTY || stderr.isTTY))
  await obtainToken({ ...context, noLogin })
}
