import { type ComparedRole, compareRoles } from '../../credentials/compare-held.ts'
import { type HeldAccount, keepAccounts, readHeld } from '../../credentials/held.ts'
import { roleOf } from '../../layout/require.ts'
import { whyNobodyIsThere } from '../../login/person.ts'
import { portalKey } from '../../session/portal.ts'
import type { Session } from '../../session/session.ts'
import { writeOutput } from '../../terminal/output.ts'
import { withoutControls } from '../../terminal/paint.ts'
import { columnsOf } from '../../terminal/say.ts'
import { renderJson } from '../../text/json.ts'
import { renderTable } from '../../text/table.ts'
import { findProjectContext, type ProjectContext } from '../context.ts'
import { fetchHeld } from '../fetch-held.ts'

/** `tfsso accounts`: compares the person's accounts and roles at AWS with the project's files. */
export async function accounts(options: { json: boolean; refresh: boolean }): Promise<number> {
  const context = await findProjectContext(process.cwd(), process.env, 'run')
  const noLogin = whyNobodyIsThere(
    process.env,
    Boolean(process.stdin.isTTY || process.stderr.isTTY),
  )
  const held: HeldAccount[] = []
  for (const session of sessionsOf(context)) {
    const kept = options.refresh ? undefined : readHeld(context.places, session, Date.now())
    held.push(...(kept ?? (await fetchHeld({ ...context, session }, noLogin))))
  }
  const named = context.reading.accounts.map((account) => {
    const { name, accountId = null } = account
    return { name, accountId, role: roleOf(account) ?? null }
  })
  const { places, directory } = context
  keepAccounts(
    places,
    directory,
    named.map(({ name }) => name),
  )
  const roles = compareRoles(named, held)
  writeOutput(options.json ? renderJson({ roles }) : render(roles))
  return 0
}

/** One session for each portal. */
function sessionsOf({ session, sessionOf, reading }: ProjectContext): Session[] {
  const all = [session, ...reading.places.map(sessionOf)]
  return [...new Map(all.map((one) => [portalKey(one), one])).values()]
}

const inWords = {
  both: 'yes',
  aws: 'yes, but the project does not name it',
  project: 'no',
}

function render(roles: readonly ComparedRole[]): string {
  const lines = withoutControls(roles).map(({ account, accountId, role, where }) => [
    account,
    accountId ?? 'no id',
    role ?? 'no role',
    inWords[where],
  ])
  const columns = columnsOf(process.stdout)
  return renderTable(['Account', 'Id', 'Role', 'You have it'], lines, { columns })
}
