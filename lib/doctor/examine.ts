import type { NamedAccount } from '../credentials/compare-held.ts'
import { danglingLink } from '../files/dangling-link.ts'
import { chosenTools } from '../files/installed-tools.ts'
import { isExecutable, readIfThere } from '../files/read.ts'
import { isShimFile } from '../files/shim-file.ts'
import { type Environment, findPlaces, type Places } from '../files/user-paths.ts'
import { entriesOf } from '../files/writable-by-others.ts'
import { findChecksumCommand } from '../grant/checksum.ts'
import { outsideProject, searchProject } from '../layout/find.ts'
import type { ProjectFacts } from '../layout/layout.ts'
import { newSources, type ProjectReading, readProject } from '../layout/read.ts'
import { roleOf } from '../layout/require.ts'
import { findLocks } from '../lock/places.ts'
import { isCi } from '../login/person.ts'
import { personalProfiles } from '../project/personal-profiles.ts'
import { isOfPortal } from '../session/portal.ts'
import { asProblem, attempt, orNothing } from '../text/attempt.ts'
import { Problem } from '../text/problem.ts'
import { checkAccounts, isSound } from './checks/accounts.ts'
import { checkInstallation, readInstallation } from './checks/installation.ts'
import { checkLayers, readLayers } from './checks/layers.ts'
import { checkLocks, readLocks } from './checks/locks.ts'
import { checkNode } from './checks/node.ts'
import { checkIgnored, checkOpenFiles } from './checks/owners.ts'
import { checkPath, type ToolFacts } from './checks/path.ts'
import {
  checkCache,
  checkTokens,
  checkWritable,
  isWritable,
  readEntries,
} from './checks/permissions.ts'
import { checkProject } from './checks/project.ts'
import { askShells } from './checks/shells.ts'
import { findReal, lookFromHere, shimTeller } from './checks/tools.ts'
import { examineAws } from './examine-aws.ts'
import { examineEnvironment } from './examine-environment.ts'
import { broken, brokenBy, type Finding, skipped, warning } from './finding.ts'
import type { Check, Group } from './report.ts'

export interface Examined {
  directory: string
  /** the installation's directory */
  prefix: string
  version: string
  env: Environment
  /** the login shell, if known */
  shell: string | undefined
}

/**
 * Makes all checks of `tfsso doctor`. They change only one thing: reading a token takes away other users' access to the
 * token's file (`readShared`).
 */
export async function examine(at: Examined): Promise<Check[]> {
  const tools = findReal(at.env, at.prefix)
  const [path, others] = await Promise.all([examinePath(at, tools), examineOthers(at, tools)])
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

/** Most of these checks depend on the project's files. */
async function examineOthers(at: Examined, tools: Promise<ToolFacts[]>) {
  const found = attempt(() => findPlaces(at.env, at.directory))
  const places = orNothing(found)
  const { known, named, findings: project } = await examineProject(at, places, await tools)
  const files = found instanceof Problem ? [checkHome(found, at.env, known)] : examineFiles(found)
  const { session, aws } = await examineAws(at.env, { known, named }, places)
  return {
    session: [...files, ...session],
    aws,
    environment: examineEnvironment(at.env, known),
    project,
    locks: places
      ? checkLocks(await readLocks(findLocks(places), Date.now()))
      : [skipped('lock', 'Without a usable HOME there are no locks.')],
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
      prefix,
      now: Date.now(),
      recorded,
      found: recorded !== undefined && isExecutable(recorded),
      running: { file: process.execPath, version: process.versions.node },
      entries: entriesOf(process.execPath),
      uid: process.geteuid?.() ?? -1,
    }),
  ]
}

async function examinePath(
  { prefix, directory, env, shell }: Examined,
  found: Promise<ToolFacts[]>,
): Promise<Finding[]> {
  const [tools, shells] = await Promise.all([found, askShells(env, prefix, shell)])
  const here = { from: 'process' as const, look: lookFromHere(env, directory) }
  return checkPath(
    {
      ...{ prefix, directory, views: [here, ...shells], isShim: shimTeller(prefix) },
      isOther: isShimFile,
      chosen: chosenTools(prefix),
      hasAuthProvider: (env.TG_AUTH_PROVIDER_CMD ?? env.TERRAGRUNT_AUTH_PROVIDER_CMD) !== undefined,
    },
    tools,
  )
}

/** If runs get no credentials from tfsso, they need no HOME, so the finding is only a warning. */
function checkHome(
  { message, advice }: Problem,
  { TFSSO: setting }: Environment,
  known: ProjectFacts | undefined,
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
    ...checkCache(cache, readEntries(cache), uid, danglingLink(cache)),
    ...checkTokens(tokenCache, readEntries(tokenCache), uid, danglingLink(tokenCache)),
    ...[cache, tokenCache].flatMap((place) => checkWritable(place, isWritable(place))),
  ]
}

async function examineProject(
  { directory, env }: Examined,
  places: Places | undefined,
  tools: readonly ToolFacts[],
): Promise<{ known?: ProjectFacts; named?: readonly NamedAccount[]; findings: Finding[] }> {
  const searched = attempt(() => searchProject(directory, env))
  if (searched instanceof Problem) return { findings: [brokenBy('project', searched)] }
  const leftOut = checkIgnored(searched.ignored)
  if (searched.found === undefined) {
    const { message } = outsideProject(directory)
    return { findings: [...leftOut, skipped('project', message, directory)] }
  }
  const found = { ...searched.found, trust: searched.trust }
  // Messages name terraform, or tofu if only tofu is installed.
  const tool = tools.find((fact) => fact.real !== undefined && fact.tool !== 'terragrunt')?.tool
  const run = { env, tool: tool === 'tofu' ? ('tofu' as const) : undefined }
  // Without a directory, `newSources` caches parsed files in memory only.
  const reading = await readProject(found, 'all', newSources(), run).catch(asProblem)
  if (reading instanceof Problem) return { findings: [...leftOut, brokenBy('project', reading)] }
  const { project } = reading
  const whole = project.sso === true && project.problems.length === 0
  const sound = reading.places.filter((place) => whole && isSound(place))
  const own = places && orNothing(attempt(() => personalProfiles(places)))
  const layers = await readLayers(reading, sound, {
    dataDirectory: env.TF_DATA_DIR || '.terraform',
    personal: own ?? new Map(),
  })
  const profiles =
    sound.length > 0
      ? checkLayers(found.root, layers)
      : [
          skipped(
            'profiles',
            "tfsso checks the layers' profiles only if the project's files have no mistakes.",
          ),
        ]
  return {
    known: project,
    named: namedAccounts(reading),
    findings: [
      ...leftOut,
      ...checkOpenFiles(reading.openFiles, isCi(env)),
      ...checkProject(project),
      ...checkAccounts(reading),
      ...(reading.undecided ? [brokenBy('layer', reading.undecided, directory)] : []),
      ...profiles,
    ],
  }
}

/** The accounts at the project's own portal. An id or role is null if the files give none. */
function namedAccounts({ accounts, project }: ProjectReading): NamedAccount[] {
  const { startUrl = '', ssoRegion: region = '' } = project
  return accounts
    .filter(({ places }) =>
      places.every(({ portal }) => !portal || isOfPortal(portal, { startUrl, region })),
    )
    .map((account) => ({
      name: account.name,
      accountId: account.accountId ?? null,
      role: roleOf(account) ?? null,
    }))
}
