import { type Document, findBlocks, markerFor } from '../aws-config/document.ts'
import type { ProjectSettings } from '../project/settings.ts'
import { portalScope, sameStartUrl } from '../session/portal.ts'
import type { Session } from '../session/session.ts'
import type { ConfiguredProfile } from './accounts.ts'

export interface WantedSection {
  kind: 'default' | 'profile' | 'sso-session'
  name: string
  settings: ReadonlyMap<string, string>
}

/**
 * The sections that a project needs in a document. A section is foreign if tfsso did not write it for this project.
 * `[default]` is left out if there is a foreign one. A session is left out if a foreign section has its name, start URL
 * and region; `reused` has that section's header.
 */
export function planSections(
  document: Document,
  { project, region }: Pick<ProjectSettings, 'project' | 'region'>,
  sessionOf: (profile: ConfiguredProfile) => Session,
  profiles: readonly ConfiguredProfile[],
): { sections: WantedSection[]; reused: string[] } {
  const own = profiles.map((profile) => profileSection(profile, sessionOf(profile), region))
  const sessions = [...new Set(profiles.map(sessionOf))]
  const blocks = findBlocks(document)
  const reused = sessions.filter((session) =>
    blocks.some(
      ({ kind, name, owner, settings }) =>
        kind === 'sso-session' &&
        name === session.name &&
        owner !== project &&
        sameStartUrl(settings.get('sso_start_url') ?? '', session.startUrl) &&
        settings.get('sso_region') === session.region,
    ),
  )
  const needed = sessions.filter((session) => !reused.includes(session)).map(sessionSection)
  const isTaken = blocks.some(({ kind, owner }) => kind === 'default' && owner !== project)
  return {
    sections: [...(isTaken ? [] : [defaultSection(region)]), ...needed, ...own],
    reused: reused.map((session) => headerOf(sessionSection(session))),
  }
}

/** Source: SDK reference guide, «IAM Identity Center credential provider». */
export function sessionSection({ name, startUrl, region }: Session): WantedSection {
  const settings = new Map([
    ['sso_start_url', startUrl],
    ['sso_region', region],
    // Without a scope, older AWS CLIs get no refresh token.
    ['sso_registration_scopes', portalScope],
  ])
  return { kind: 'sso-session', name, settings }
}

/** The section `[default]`, for tools that name no profile. This section gives no credentials. */
function defaultSection(region: string): WantedSection {
  const settings = new Map([
    ['region', region],
    ['output', 'json'],
  ])
  return { kind: 'default', name: 'default', settings }
}

export function profileSection(
  { name, accountId, role, region: own }: ConfiguredProfile,
  session: Session,
  region: string,
): WantedSection {
  const settings = new Map([
    ['sso_session', session.name],
    ['sso_account_id', accountId],
    ['sso_role_name', role],
    ['region', own ?? region],
    ['output', 'json'],
  ])
  return { kind: 'profile', name, settings }
}

/** botocore splits the header like a shell, so a name with spaces is quoted. */
export function headerOf({ kind, name }: Pick<WantedSection, 'kind' | 'name'>): string {
  if (kind === 'default') return '[default]'
  return `[${kind} ${name.includes(' ') ? `"${name}"` : name}]`
}

export function sectionLines(section: WantedSection, project: string): string[] {
  const settings = [...section.settings].map(([key, value]) => `${key} = ${value}`)
  return [headerOf(section), markerFor(project), ...settings]
}
