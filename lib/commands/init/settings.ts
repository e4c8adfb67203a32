import path from 'node:path'
import { Aws } from '../../aws/clients.ts'
import { readPersonalConfig } from '../../aws-config/personal-files.ts'
import { listHeldIn } from '../../credentials/held.ts'
import { cacheDirectory, findPlaces } from '../../files/user-paths.ts'
import type { FoundProject } from '../../layout/find.ts'
import { newSources, type ProjectReading, readProject } from '../../layout/read.ts'
import { requireSyntax } from '../../layout/require.ts'
import { isWanted, whyNobodyAnswers } from '../../login/ask.ts'
import { whyLoginIsRefused } from '../../login/person.ts'
import { describeRole } from '../../project/profile-target.ts'
import type { SsoSettings } from '../../project/settings.ts'
import { columnsOf, say, tell } from '../../terminal/say.ts'
import { exitCode, misconfigured } from '../../text/problem.ts'
import { renderTable } from '../../text/table.ts'
import { loginContext } from '../context.ts'
import { withToken } from '../with-token.ts'
import { findPortal, type InitOptions } from './portal.ts'
import { askRole, decideRole, type HeldRoles } from './roles.ts'
import { type FileEdit, planEdit, renderEdit, writeEdit } from './write.ts'

/**
 * Writes the SSO settings and roles that are missing in the tfvars files of a project with Leverage's layout. Returns 1
 * if the person says no.
 */
export async function initSettings(found: FoundProject, options: InitOptions): Promise<number> {
  const { env } = process
  const places = findPlaces(env)
  const sources = newSources(cacheDirectory(places, 'parsed'))
  const reading = await readProject({ ...found, layer: undefined }, 'all', sources)
  const { root, name } = reading.project
  requireSyntax(reading.project, undefined)
  const settingsFile = reading.layout.settingsFile?.(root)
  if (settingsFile === undefined) {
    const { settingsAt } = reading.project
    if (options.from !== undefined)
      throw misconfigured(
        `${settingsAt} already exists, and tfsso init does not change it.`,
        'Add the accounts by hand, or move the file to another place and run the command again.',
      )
    tell(`nothing to change: ${settingsAt} already exists.`)
    return 0
  }
  const wrong = reading.project.problems.find(({ check }) => check === 'project')?.problem
  if (wrong) throw wrong
  if (name === undefined) throw new Error('a project without a name, and no problem with it')

  const sso = await findPortal(reading.project, options)
  const context = loginContext(env, places, readPersonalConfig(places), { name, ...sso })
  const aws = new Aws(context.session.region, context.clock, { many: true, env })
  const known = reading.accounts.flatMap(({ name, accountId }) =>
    accountId === undefined ? [] : { name, accountId },
  )
  const listed = await withToken({ ...context, aws, noLogin: whyLoginIsRefused(env) }, (token) =>
    listHeldIn(aws, token, known),
  )
  const accounts = reading.accounts.flatMap(({ name, accountId, places }) => {
    const held = listed.find((account) => account.name === name)?.roles ?? []
    return places.map((place): HeldRoles => ({ place, accountId, held }))
  })
  say(renderAccounts(accounts))
  const { roles, open } = await chooseRoles(accounts, options.yes)
  const edits = [
    planEdit(settingsFile, settings(reading, sso)),
    ...roles.map(({ file, role }) => planEdit(file, { sso_role: JSON.stringify(role) })),
  ].filter((edit) => edit !== undefined)
  const code = await apply(edits, root, options.yes)
  for (const line of open) tell(`no role was written for ${line}.`)
  if (code === 0) tell(...prerequisites)
  return code
}

function settings({ project }: ProjectReading, { startUrl, region }: SsoSettings) {
  return {
    ...(project.sso === true && project.startUrl !== undefined ? {} : { sso_enabled: 'true' }),
    ...(project.startUrl === startUrl ? {} : { sso_start_url: JSON.stringify(startUrl) }),
    ...(project.ssoRegion === region ? {} : { sso_region: JSON.stringify(region) }),
  }
}

function renderAccounts(accounts: readonly HeldRoles[]): string {
  const lines = accounts.map(({ place, accountId, held }) => [
    `  ${place.name}`,
    accountId ?? '-',
    place.role ? describeRole(place.role) : '-',
    held.join(', ') || '-',
  ])
  const columns = columnsOf(process.stderr)
  return renderTable(['  Account', 'Id', 'In the files', 'Your roles'], lines, { columns })
}

/** Returns as `open` the accounts without a decision, each with the reason. */
async function chooseRoles(accounts: readonly HeldRoles[], yes: boolean) {
  const roles: { file: string; role: string }[] = []
  const open: string[] = []
  const nobody = yes ? '--yes was given' : whyNobodyAnswers(process.env)
  for (const account of accounts) {
    const { name, file } = account.place
    const decision = decideRole(account)
    if (decision.kind === 'write') roles.push({ file, role: decision.role })
    if (decision.kind === 'open') open.push(`${name}: ${decision.why}`)
    if (decision.kind !== 'ask') continue
    if (nobody !== undefined) {
      open.push(`${name}: you have several roles (${decision.roles.join(', ')})`)
      continue
    }
    const role = await askRole(name, decision.roles)
    if (role === '') open.push(`${name}: you chose none`)
    else roles.push({ file, role })
  }
  return { roles, open }
}

async function apply(edits: readonly FileEdit[], root: string, yes: boolean): Promise<number> {
  if (edits.length === 0) {
    tell(`nothing to change in ${root}.`)
    return 0
  }
  for (const edit of edits) say(renderEdit(edit, root))
  if (!(await isWanted('Apply these changes?', yes))) return exitCode.failure
  for (const edit of edits) writeEdit(edit)
  tell(`wrote ${edits.map(({ file }) => path.relative(root, file)).join(', ')}.`)
  return 0
}

const prerequisites = [
  "next, run `tfsso status` in a layer. tfsso can't check these prerequisites (docs/prerequisites.md):",
  'IAM Identity Center and its permission sets',
  'the identity provider behind it, such as JumpCloud',
  'in Leverage: the layer management/global/sso, which sets up both',
] as const
