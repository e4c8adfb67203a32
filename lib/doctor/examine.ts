import { isExecutable, readIfThere } from '../files/files.ts'
import { chosenTools } from '../files/installed-tools.ts'
import { type Environment, findPlaces, type Places } from '../files/user-paths.ts'
import { entriesOf } from '../files/writable-by-others.ts'
import { findChecksumCommand } from '../grant/checksum.ts'
import { findProjectOf } from '../project/layer.ts'
import { personalProfiles } from '../project/named-profiles.ts'
import { Problem } from '../text/problem.ts'
import { attempt, orNothing } from './attempt.ts'
import { checkAccounts } from './checks/accounts.ts'
import { checkInstallation, readInstallation } from './checks/installation.ts'
import { checkLayers, readLayers } from './checks/layers.ts'
import { checkLocks, findLocks, readLocks } from './checks/locks.ts'
import { checkNode } from './checks/node.ts'
import { checkPath } from './checks/path.ts'
import {
  checkCache,
  checkTokens,
  checkWritable,
  isWritable,
  readEntries,
} from './checks/permissions.ts'
import { checkProject, type ProjectKnown } from './checks/project.ts'
import { askShells } from './checks/shells.ts'
import { findReal, lookFromHere, shimTeller } from './checks/tools.ts'
import { examineAws } from './examine-aws.ts'
import { examineEnvironment } from './examine-environment.ts'
import { broken, brokenBy, type Finding, skipped, warning } from './finding.ts'
import { readProject } from './read-project.ts'
import type { Check, Group } from './report.ts'

export interface Examined {
  directory: string
  /** the installation's directory */
  prefix: string
  version: string
  env: Environment
  /** the login shell; undefined where it is not known */
  shell: string | undefined
}

/** Looks at everything, and changes nothing. */
export async function examine(at: Examined): Promise<Check[]> {
  const [path, others] = await Promise.all([examinePath(at), examineOthers(at)])
  return [
    ...inGroup('installation', examineInstallation(at)),
    ...inGroup('path', path),
    ...inGroup('session', others.session),
    ...inGroup('aws', others.aws),
    ...inGroup('environment', others.environment),
    ...inGroup('project', others.project),
    ...inGroup('locks', others.locks),
  ]
}

/** All that hangs together: what the project says decides what is looked at. */
async function examineOthers(at: Examined) {
  const found = attempt(() => findPlaces(at.env, at.directory))
  const places = orNothing(found)
  const { known, findings: project } = await examineProject(at, places)
  const files = found instanceof Problem ? [checkHome(found, at.env, known)] : examineFiles(found)
  const { session, aws } = await examineAws(at.env, known, places)
  return {
    session: [...files, ...session],
    aws,
    environment: examineEnvironment(at.env, known),
    project,
    locks: places
      ? checkLocks(await readLocks(findLocks(places), Date.now()))
      : [skipped('lock', 'There is no place for locks.')],
  }
}

function inGroup(group: Group, findings: readonly Finding[]): Check[] {
  return findings.map((finding) => ({ group, ...finding }))
}

function examineInstallation({ prefix, version, env }: Examined): Finding[] {
  const recorded = readIfThere(`${prefix}/libexec/node-path`)?.toString('utf8').trim() || undefined
  return [
    ...checkInstallation({
      prefix,
      version,
      ...readInstallation(prefix),
      checksums: findChecksumCommand(env) !== undefined,
    }),
    ...checkNode({
      recorded,
      found: recorded !== undefined && isExecutable(recorded),
      running: { file: process.execPath, version: process.versions.node },
      entries: entriesOf(process.execPath),
      uid: process.geteuid?.() ?? -1,
    }),
  ]
}

async function examinePath({ prefix, directory, env, shell }: Examined): Promise<Finding[]> {
  const [tools, shells] = await Promise.all([findReal(env, prefix), askShells(env, prefix, shell)])
  const here = { from: 'process' as const, look: lookFromHere(env, directory) }
  return checkPath(
    { prefix, directory, views: [here, ...shells], isShim: shimTeller(prefix) },
    tools.filter(({ tool }) => chosenTools(prefix).includes(tool)),
  )
}

/** Arguments alone need no HOME. */
function checkHome(
  { message, advice }: Problem,
  { TFSSO: setting }: Environment,
  known: ProjectKnown | undefined,
): Finding {
  const needed = setting !== 'off' && setting !== 'args' && known?.sso !== false
  return (needed ? broken : warning)('home', message, advice)
}

function examineFiles(places: Places): Finding[] {
  const { cache, tokenCache } = places
  const uid = process.getuid?.() ?? -1
  const own = attempt(() => personalProfiles(places))
  return [
    ...(own instanceof Problem ? [brokenBy('aws-files', own)] : []),
    ...checkCache(cache, readEntries(cache), uid),
    ...checkTokens(tokenCache, readEntries(tokenCache), uid),
    ...[cache, tokenCache].flatMap((place) => checkWritable(place, isWritable(place))),
  ]
}

async function examineProject(
  { directory, env }: Examined,
  places: Places | undefined,
): Promise<{ known: ProjectKnown | undefined; findings: Finding[] }> {
  const at = attempt(() => findProjectOf(directory))
  if (at instanceof Problem) return { known: undefined, findings: [brokenBy('project', at)] }
  if (at === undefined) {
    const message = `${directory} is in no project: there is no config/common.tfvars in it or above it.`
    return { known: undefined, findings: [skipped('project', message, directory)] }
  }
  const files = await readProject(at)
  const { known, findings } = checkProject(at, files.common)
  const accounts = checkAccounts(files.accounts, known)
  const whole = known.sso === true && findings.every(({ status }) => status !== 'broken')
  const sound = accounts.known.filter((account) => whole && account.sound)
  const layers = await readLayers(
    at,
    sound.map((account) => account.directory),
    {
      dataDirectory: env.TF_DATA_DIR || '.terraform',
      personal: places
        ? (orNothing(attempt(() => personalProfiles(places))) ?? new Set())
        : new Set(),
    },
  )
  const profiles =
    sound.length > 0
      ? checkLayers(at, layers)
      : [skipped('profiles', 'The layers’ profiles are looked at where the tfvars are in order.')]
  return { known, findings: [...findings, ...accounts.findings, ...profiles] }
}
