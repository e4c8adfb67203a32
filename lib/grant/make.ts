import path from 'node:path'
import { Aws } from '../aws/clients.ts'
import { AwsClock } from '../aws/clock.ts'
import { parseAwsConfig } from '../aws-config/sections.ts'
import { CredentialSource } from '../credentials/obtain.ts'
import { renewalMarginMs } from '../credentials/renewal.ts'
import { cacheDirectory, type Places, requireText } from '../files/user-paths.ts'
import { searchProject } from '../layout/find.ts'
import { layerArguments } from '../layout/layer-arguments.ts'
import { layerProfiles } from '../layout/layer-profiles.ts'
import type { Purpose } from '../layout/layout.ts'
import { type ProjectReading, type ReadLayer, readProject } from '../layout/read.ts'
import { requireSettings, requireSso, requireSyntax } from '../layout/require.ts'
import { modesDecide, openFile } from '../layout/trusted-search.ts'
import { isCi } from '../login/person.ts'
import { Inputs } from '../project/inputs.ts'
import { ParsedCache } from '../project/parsed.ts'
import { findPersonalProfiles } from '../project/personal-profiles.ts'
import { withRole } from '../project/settings.ts'
import { findStoredTokens } from '../session/find-token.ts'
import { findSession, type Session } from '../session/session.ts'
import { parseToken } from '../session/token.ts'
import { debug } from '../terminal/debug.ts'
import { printable } from '../text/printable.ts'
import { exitCode, Problem } from '../text/problem.ts'
import { terraformArguments } from './arguments.ts'
import { noteGivenKey, renderAwsConfig, shadowsOurs, storeAwsConfig } from './aws-config.ts'
import { findChecksumCommand } from './checksum.ts'
import { describeCoverage } from './coverage.ts'
import { type GrantedAws, renderGrant, renderStoredGrant } from './grant.ts'
import { makeJobConfig } from './job.ts'
import { inputTrustList, makeNoLayer } from './no-layer.ts'
import { findUsablePlaces, type GrantRequest, keep } from './request.ts'
import { grantName, identifyGrant, proofName, storeGrant } from './store.ts'

/** Grants without credentials end only by a change of their inputs; this keeps the cache clean, ms. */
const argumentsOnlyMs = 7 * 24 * 3600 * 1000

/** How a session is named in its grants. */
export function sessionMark({ name, startUrl, region }: Session): string {
  return `${name}|${startUrl}|${region}`
}

/** How often a grant is made for one run, whose files change under it each time. */
const attempts = 5

/**
 * Makes the grant of a layer, keeps it, and gives its text for this very run. Problems as the parts
 * say: 78 for the tfvars, 77 and 69 for the session and the credentials, 75 where its files never stand
 * still.
 */
export async function makeGrant(request: GrantRequest): Promise<string> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { text, inputs } = await makeOnce(request)
    // Another branch checked out meanwhile, or while a person logged in: an account of one state and a
    // role of the other must not come together. What was fetched is at hand by now.
    if (!inputs.haveChanged()) return text
    debug('the files that decide have changed meanwhile: made again')
  }
  throw new Problem(
    exitCode.busy,
    `The files that decide for ${request.directory} change all the time.`,
    'Wait until they stand still, then run the command again.',
  )
}

async function makeOnce(request: GrantRequest): Promise<{ text: string; inputs: Inputs }> {
  const { tool, mode, directory, prefix, env } = request
  requireText({ 'The path of this layer': directory })
  const { found: project, trust, ignored } = searchProject(directory, env)
  const [untrusted] = ignored
  if (!project?.layer && untrusted) return makeNoLayer(request, untrusted)
  if (!project) throw new Error(`${directory} is in no project`)
  const found = { ...project, trust }
  const places = findUsablePlaces(request)
  const name = grantName(tool, mode, env.TFSSO_ROLE)
  const before = places && identifyGrant(places, directory, name)
  const cache = new ParsedCache(places && cacheDirectory(places, 'parsed'))
  const inputs = new Inputs()
  const reading = await readProject(found, purposeOf(request), { inputs, cache })
  const { layer } = reading
  if (!layer) throw new Error(`${directory} is in no layer`)
  requireSyntax(reading.project, layer.own)
  checkModes(reading, request)
  const given = await layerArguments(reading, layer, tool)
  const aws =
    places && mode === 'full' && !request.withoutAws && requireSso(reading)
      ? await grantAws({ request, places, reading, layer })
      : undefined
  const jobConfig =
    places && mode === 'job' && !request.withoutAws
      ? await makeJobConfig({ env, places, reading, layer, prefix })
      : undefined

  if (trust.usedExceptions) inputTrustList(env, inputs)
  const checksum = findChecksumCommand(env)
  const sums = checksum && aws?.provable !== false ? inputs.sums(checksum) : undefined
  const grant = {
    covers: describeCoverage(tool, mode, prefix, layer.at, env),
    inputs: inputs.words(),
    proof: sums ? proofName(sums) : '',
    checksumCommand: checksum?.words ?? 'false',
    tellingCommand: checksum?.telling ?? 'false',
    arguments: terraformArguments(given),
    ...(aws ? { aws: aws.granted } : {}),
    ...(jobConfig ? { jobConfig } : {}),
  }
  if (places && !request.withoutAws) {
    cacheDirectory(places, 'grants')
    keep(() => {
      const untilMs = aws?.untilMs ?? Date.now() + argumentsOnlyMs
      const proof = checksum && sums !== undefined ? { sums, format: checksum } : undefined
      const stored = { text: renderStoredGrant(grant), proof }
      storeGrant(places, directory, name, stored, untilMs, before)
    })
  }
  return { text: renderGrant(grant), inputs }
}

const warnedOf = new Set<string>()

/** Files that others may write to stop a run that gets credentials (78), or are said once on a terminal. */
function checkModes({ openFiles }: ProjectReading, { mode, env, noLogin }: GrantRequest): void {
  for (const { at, base } of openFiles) {
    const problem = openFile(at, base)
    if (mode === 'full' && modesDecide(at, isCi(env))) throw problem
    if (noLogin !== undefined || warnedOf.has(at)) continue
    warnedOf.add(at)
    process.stderr.write(`${printable(`tfsso: ${problem.message}`)}\n`)
  }
}

function purposeOf({ mode, withoutAws }: GrantRequest): Purpose {
  if (withoutAws || mode === 'args') return 'own'
  return mode === 'job' ? 'job' : 'run'
}

function placesOf({ accounts }: ProjectReading, { own }: ReadLayer): string[] {
  const account = accounts.find(({ name }) => name === own.name)
  return (account?.places ?? []).map(({ directory }) => directory)
}

interface Parts {
  request: GrantRequest
  places: Places
  reading: ProjectReading
  layer: ReadLayer
}

async function grantAws({ request, places, reading, layer }: Parts): Promise<{
  granted: GrantedAws
  untilMs: number
  provable: boolean
}> {
  const { env, prefix, noLogin } = request
  const { inputs } = reading.sources
  const settings = withRole(requireSettings(reading, layer.own), env.TFSSO_ROLE)
  const { identity } = settings
  const read = (file: string) => inputs.read(inputs.file(file))?.bytes.toString('utf8') ?? ''
  const own = parseAwsConfig(read(places.awsConfig))
  const credentialsFile = parseAwsConfig(read(places.awsCredentials), { bare: true })
  const profiles = await layerProfiles(reading, layer, settings, {
    dataDirectory: env.TF_DATA_DIR || '.terraform',
    personal: findPersonalProfiles([
      { file: places.awsConfig, sections: own },
      { file: places.awsCredentials, sections: credentialsFile },
    ]),
  })
  const session = findSession(settings.sso, settings.project, own, places, env)
  const parts = { env, prefix, region: settings.region, session, profiles, own }
  const configText = renderAwsConfig(parts)
  const config = storeAwsConfig(places, configText)
  inputs.made(config, configText)
  debug(`${identity.account} (${identity.accountId}) as ${identity.role}, session ${session.name}`)

  const clock = new AwsClock(cacheDirectory(places))
  const aws = new Aws(session.region, clock, { hurry: request.hurry ?? false })
  const source = new CredentialSource({ session, aws, clock, env, places, noLogin })
  const credentials = await source.get(identity)
  keep(() => noteGivenKey(places, credentials.accessKeyId))

  // The token may have changed since; then these credentials are not the new one's.
  const from = findStoredTokens({ session, clock }).find(({ token }) =>
    source.isFrom(credentials, token),
  )
  const token = from && parseToken(read(from.file))
  return {
    granted: {
      session: sessionMark(session),
      places: placesOf(reading, layer),
      who: `${identity.account} (${identity.accountId}) as ${identity.role}`,
      credentials,
      endsAtMs: clock.toLocal(credentials.expiration),
      region: settings.region,
      config,
      // A file that does not exist: copying the person's other sections would copy their secrets.
      sharedCredentials: shadowsOurs(credentialsFile, profiles)
        ? path.join(places.cache, 'no-credentials-file')
        : undefined,
    },
    untilMs: clock.toLocal(credentials.expiration - renewalMarginMs(credentials.lifetimeMs)),
    provable: source.isFrom(credentials, token),
  }
}
