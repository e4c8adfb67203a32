import path from 'node:path'
import { Aws } from '../aws/clients.ts'
import { AwsClock } from '../aws/clock.ts'
import { readPersonalFiles } from '../aws-config/personal-files.ts'
import { keepAccounts } from '../credentials/held.ts'
import { CredentialSource } from '../credentials/obtain.ts'
import { renewalMarginMs } from '../credentials/renewal.ts'
import { requireSettingsOrRoles } from '../credentials/settings-or-roles.ts'
import { isFrom } from '../credentials/store.ts'
import { cacheDirectory, findJobPlaces, type Places, requireText } from '../files/user-paths.ts'
import { searchProject } from '../layout/find.ts'
import { layerArguments } from '../layout/layer-arguments.ts'
import { layerProfiles } from '../layout/layer-profiles.ts'
import { describeRun, namedWorkspace, type Purpose, type ReadLayer } from '../layout/layout.ts'
import { type ProjectReading, readProject } from '../layout/read.ts'
import { requireSso, requireSyntax } from '../layout/require.ts'
import { Inputs } from '../project/inputs.ts'
import { storedProfile } from '../project/layer-files.ts'
import { ParsedCache } from '../project/parsed.ts'
import { personalProfiles } from '../project/personal-profiles.ts'
import type { ProfileTarget } from '../project/profile-target.ts'
import { findStoredTokens } from '../session/find-token.ts'
import { portalSessions } from '../session/portal-sessions.ts'
import { findSession } from '../session/session.ts'
import { parseToken } from '../session/token.ts'
import { debug } from '../terminal/debug.ts'
import { attempt, orNothing } from '../text/attempt.ts'
import { exitCode, Problem } from '../text/problem.ts'
import { noArguments, terraformArguments } from './arguments.ts'
import { checkModes } from './check-modes.ts'
import { describeCoverage } from './coverage.ts'
import { foreignBackend } from './foreign-backend.ts'
import { type GrantedAws, renderGrant, renderStoredGrant, sessionMark } from './grant.ts'
import { makeJobConfig } from './job.ts'
import { inputTrustList, makeNoLayer } from './no-layer.ts'
import { type HeldIdentity, storePrompt } from './prompt.ts'
import { proveInputs } from './proof.ts'
import { findWritablePlaces, type GrantRequest, keep } from './request.ts'
import { renderAwsConfig, shadowsOurs } from './run-aws-config.ts'
import { noteGivenKey, storeAwsConfig } from './run-files.ts'
import { grantName, identifyGrant, storeGrant } from './store.ts'

/*
 * Makes a layer's grant: reads the project, gets the credentials, writes the AWS config, and stores the result.
 */

/**
 * How long a grant without credentials is kept, ms. Such a grant is right until its inputs change: this time only
 * limits the size of the cache.
 */
const argumentsOnlyMs = 7 * 24 * 3600 * 1000

const attempts = 5

/**
 * Makes the grant of a layer, stores it unless it is only for this run, and returns its text. The grant can also say
 * that the directory is no layer. Problems by exit code: 78 for the project's files, HOME or the cache; 77 and 69 for
 * session and credentials; 75 if the inputs keep changing or a lock is not released.
 */
export async function makeGrant(request: GrantRequest): Promise<string> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { text, inputs } = await makeOnce(request)
    // The inputs can change meanwhile, for example by a checkout during a login. The account from before the change
    // must not be combined with the role from after it, so try again. The next attempt usually finds the credentials in
    // the cache.
    if (!inputs.haveChanged()) return text
    debug('the inputs have changed meanwhile: the grant is made again')
  }
  throw new Problem(
    exitCode.busy,
    `Files that ${request.directory} depends on kept changing; gave up after ${attempts} attempts.`,
    'Run the command again when the files no longer change.',
  )
}

async function makeOnce(request: GrantRequest): Promise<{ text: string; inputs: Inputs }> {
  const { tool, mode, directory, prefix, env, command } = request
  requireText({ 'The path of this layer': directory })
  const { found: project, trust, ignored } = searchProject(directory, env)
  const [untrusted] = ignored
  if (!project?.layer && untrusted) return makeNoLayer(request, untrusted)
  if (!project?.layer) throw new Error(`${directory} is in no layer`)
  const found = { ...project, layer: project.layer, trust }
  const usable = attempt(() => findWritablePlaces(env, directory))
  const places = orNothing(usable)
  const name = grantName(tool, mode, env.TFSSO_ROLE)
  const before = places && identifyGrant(places, directory, name)
  const cache = new ParsedCache(places && cacheDirectory(places, 'parsed'))
  const inputs = new Inputs()
  const run = { env, tool, words: command?.words }
  const reading = await readProject(found, purposeOf(request), { inputs, cache }, run)
  const { layer } = reading
  requireSyntax(reading.project, layer?.own)
  if (reading.undecided) throw reading.undecided
  if (layer) checkModes(reading, request)
  const { aws, ...parts } = layer
    ? await grantParts({ request, usable, reading, layer })
    : { aws: undefined, arguments: noArguments, noLayer: {} }

  if (places && aws) {
    const names = reading.accounts.map((account) => account.name)
    keep(() => keepAccounts(places, found.root, names))
  }
  if (trust.usedExceptions) inputTrustList(env, inputs)
  const decider = layer?.switchedTo && (command?.decider ?? '')
  const { proof, proved } = proveInputs(inputs, env, { provable: aws?.provable })
  const grant = {
    covers: describeCoverage(tool, mode, prefix, found.layer, env, decider),
    ...proved,
    ...parts,
    ...(aws ? { aws: aws.granted } : {}),
  }
  // If the command's arguments decided the account, the grant is not valid for other commands: don't store it.
  if (places && !request.withoutAws && !decider) {
    keep(() => {
      const untilMs = aws?.untilMs ?? Date.now() + argumentsOnlyMs
      const stored = { text: renderStoredGrant(grant), proof }
      storeGrant(places, directory, name, stored, untilMs, before)
      storePrompt(places, directory, name, aws, {
        workspace: namedWorkspace(layer),
        chosen: env.TFSSO_ACCOUNT,
        variable: layer?.switchedTo && (env.TF_WORKSPACE ?? ''),
      })
    })
  }
  return { text: renderGrant(grant), inputs }
}

function purposeOf({ mode, withoutAws }: GrantRequest): Purpose {
  if (withoutAws || mode === 'args') return 'own'
  return mode === 'job' ? 'job' : 'run'
}

/** `GrantedAws.places`, for libexec/handed-role.sh. */
function placesOf({ accounts }: ProjectReading, { at, own }: ReadLayer): string[] {
  const account = accounts.find(({ name }) => name === own.name)
  // If patterns assign directories to the account, only node knows the account's layers. So name only this layer.
  return (account?.places ?? []).map((place) => place.directory ?? at.directory)
}

/**
 * `usable` is a Problem if HOME or the cache can't be used. It is thrown only if the grant must give credentials:
 * arguments and a CI job's profiles need no HOME.
 */
async function grantParts(parts: Omit<Parts, 'places'> & { usable: Places | Problem }) {
  const { request, usable, reading, layer } = parts
  const { env, mode, prefix, tool, directory } = request
  const given = await layerArguments(reading, layer, tool)
  const { backendProfile } = given
  const wanted = request.withoutAws ? 'args' : mode
  const sso = wanted === 'full' && requireSso(reading)
  if (sso && usable instanceof Problem) throw usable
  const places = orNothing(usable)
  return {
    arguments: terraformArguments(given),
    aws:
      sso && places
        ? await grantAws({ request, places, reading, layer }, backendProfile)
        : undefined,
    ...(wanted === 'job' && {
      jobConfig: await makeJobConfig({
        ...{ env, reading, layer, prefix },
        places: places ?? findJobPlaces(env, directory),
      }),
    }),
  }
}

interface Parts {
  request: GrantRequest
  places: Places
  reading: ProjectReading
  layer: ReadLayer
}

async function grantAws(
  { request, places, reading, layer }: Parts,
  backendProfile: string | undefined,
): Promise<{ granted: GrantedAws; identity: HeldIdentity; untilMs: number; provable: boolean }> {
  const { env, prefix, noLogin } = request
  const { inputs } = reading.sources
  const settings = await requireSettingsOrRoles({ reading, places, env }, layer.own)
  const { identity } = settings
  const files = readPersonalFiles(places, inputs.bytesOf)
  const { config: own, credentials: credentialsFile } = files
  const dataDirectory = env.TF_DATA_DIR || '.terraform'
  const stored = storedProfile(layer.at.directory, dataDirectory, inputs)
  const profiles = await layerProfiles(reading, layer, settings, {
    dataDirectory,
    personal: personalProfiles(places, files),
  })
  const session = findSession(settings.sso, settings.project, own, places, env)
  const sessionOf = portalSessions(session, own, places)
  const parts = { env, prefix, region: settings.region, sessionOf, profiles, own }
  const configText = renderAwsConfig(parts)
  const config = storeAwsConfig(places, configText)
  inputs.made(config, configText)
  debug(`${describeRun(identity, layer)}, session ${session.name}`)

  const clock = new AwsClock(cacheDirectory(places))
  const obtain = async (target: ProfileTarget) => {
    const session = sessionOf(target)
    const aws = new Aws(session.region, clock, { hurry: request.hurry ?? false, env })
    const loginCommand = target.portal ? `tfsso login --portal ${session.startUrl}` : 'tfsso login'
    const source = new CredentialSource({
      ...{ session, aws, clock, env, places },
      ...{ noLogin, loginCommand },
    })
    const credentials = await source.get(target)
    // Find the stored token that the credentials were fetched with. If another process has replaced this token, the
    // grant gets no checksums (`proveInputs`).
    const from = findStoredTokens({ session, clock }).find(({ token }) =>
      isFrom(credentials, token),
    )
    const proved = from && parseToken(inputs.bytesOf(from.file)?.toString('utf8') ?? '')
    const provable = proved !== undefined && isFrom(credentials, proved)
    const renewAt = credentials.expiration - renewalMarginMs(credentials.lifetimeMs)
    return { credentials, provable, untilMs: clock.toLocal(renewAt) }
  }
  // If the backend's credentials are from another portal, get them now: while terraform runs, nobody could log in
  // there.
  const backend = profiles.get(backendProfile ?? '')
  const all = [await obtain(identity), ...(backend?.portal ? [await obtain(backend)] : [])]
  const [{ credentials }] = all as [(typeof all)[0]]
  keep(() => noteGivenKey(places, credentials.accessKeyId))
  return {
    granted: {
      session: sessionMark(session),
      places: placesOf(reading, layer),
      who: describeRun({ ...identity, role: credentials.role }, layer),
      elsewhere: foreignBackend(profiles, identity, stored, backendProfile),
      credentials,
      endsAtMs: clock.toLocal(credentials.expiration),
      region: settings.region,
      config,
      // Sections of the person's credentials file would override ours, so name a file that does not exist. Don't name a
      // copy without these sections, because the copy would still contain secrets.
      sharedCredentials: shadowsOurs(credentialsFile, profiles)
        ? path.join(places.cache, 'no-credentials-file')
        : undefined,
    },
    identity: { account: identity.account, role: credentials.role },
    untilMs: Math.min(...all.map(({ untilMs }) => untilMs)),
    provable: all.every(({ provable }) => provable),
  }
}
