import path from 'node:path'
import { readPersonalConfig } from '../../aws-config/personal-files.ts'
import type { AwsSection } from '../../aws-config/sections.ts'
import { type Environment, findPlaces } from '../../files/user-paths.ts'
import { outsideProject } from '../../layout/find.ts'
import { ask, whyNobodyAnswers } from '../../login/ask.ts'
import { regionRule, startUrlRule } from '../../project/rules.ts'
import { type Portal, portalKey, sameStartUrl } from '../../session/portal.ts'
import { listTokens, type StoredToken } from '../../session/token.ts'
import { say } from '../../terminal/say.ts'
import { misconfigured } from '../../text/problem.ts'
import { type LoginContext, loginContext } from '../context.ts'

/** A person can choose the portal by its `name`. */
export interface NamedPortal extends Portal {
  name: string
}

/**
 * The portal to log in at outside a project. With `wanted`: the portal with this name or start URL. Without it: the
 * only portal, or the one that the person chooses. Problem (exit code 78) if there is no such portal, or if there are
 * several and nobody can be asked.
 */
export async function findPersonalPortal(
  env: Environment,
  wanted: string | undefined,
): Promise<LoginContext> {
  const places = findPlaces(env)
  const own = readPersonalConfig(places)
  const portal = await choosePortal(listPortals(own, listTokens(places.tokenCache)), wanted)
  return loginContext(env, places, own, portal)
}

/** The valid portals, each listed once. */
export function listPortals(
  config: readonly AwsSection[],
  tokens: readonly StoredToken[],
): NamedPortal[] {
  const all = [
    ...config
      .filter(({ kind }) => kind === 'sso-session')
      .map(({ name, settings }) => ({
        name,
        startUrl: settings.get('sso_start_url') ?? '',
        region: settings.get('sso_region') ?? '',
      })),
    ...tokens.map(({ token: { startUrl, region } }) => ({
      name: nameOf(startUrl),
      startUrl,
      region,
    })),
  ]
  const portals = new Map<string, NamedPortal>()
  for (const portal of all.filter(isPortal))
    if (!portals.has(portalKey(portal))) portals.set(portalKey(portal), portal)
  return [...portals.values()]
}

function isPortal({ startUrl, region }: Portal): boolean {
  return startUrlRule.pattern.test(startUrl) && regionRule('sso_region').pattern.test(region)
}

/** `example` for https://example.awsapps.com/start */
const nameOf = (startUrl: string) =>
  /^https:\/\/([\w-]+)/i.exec(startUrl)?.[1]?.toLowerCase() ?? startUrl

async function choosePortal(
  portals: readonly NamedPortal[],
  wanted: string | undefined,
): Promise<NamedPortal> {
  const [first, ...others] = portals
  const list = portals.map(({ name, startUrl, region }) => `${name} (${startUrl}, ${region})`)
  if (!first) {
    const { message, advice } = outsideProject(path.resolve('.'))
    throw misconfigured(message, ...advice, 'Your AWS config names no portal to log in at either.')
  }
  const isWanted = ({ name, startUrl }: NamedPortal) =>
    name === wanted || sameStartUrl(startUrl, wanted ?? '')
  if (wanted !== undefined) {
    const portal = portals.find(isWanted)
    if (portal) return portal
    throw misconfigured(`You have no portal ${wanted}.`, `Your portals are: ${list.join(', ')}.`)
  }
  if (others.length === 0) return first
  if (whyNobodyAnswers(process.env) !== undefined)
    throw misconfigured(
      'This directory is in no project, and there are several portals to log in at.',
      ...list,
      `Name one: tfsso login --portal ${first.name}`,
    )
  const lines = list.map((line, index) => `  ${index + 1}  ${line}`)
  say(`${['Portals that you know:', ...lines].join('\n')}\n`)
  const answer = await ask('Log in at which one? [1]', (given) =>
    given === '' || portals[Number(given) - 1]
      ? undefined
      : `Type a number from 1 to ${portals.length}.`,
  )
  return portals[Number(answer || 1) - 1] ?? first
}
