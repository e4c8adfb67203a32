import type { Environment } from '../../files/user-paths.ts'
import { hasBrowser, openBrowser } from '../../login/browser.ts'
import { writeOutput } from '../../terminal/output.ts'
import { tell } from '../../terminal/say.ts'
import { fail } from '../../text/problem.ts'
import { findProjectContext } from '../context.ts'
import { consoleLink } from './link.ts'
import { type Asked, chooseIdentity } from './target.ts'

export interface ConsoleOptions extends Asked {
  /** a service, or a path of the console */
  where?: unknown
  print: boolean
}

/** `tfsso console`: opens the AWS console. With `print`, or if no browser can be started, prints the link. */
export async function openConsole({ print, ...asked }: ConsoleOptions): Promise<number> {
  const { env } = process
  const { link, account, accountId, role } = await findLink(asked, process.cwd(), env)
  if (!print && hasBrowser(env)) {
    if (await openBrowser(link, env)) {
      tell(`opened in your browser: ${account} (${accountId}) as ${role}`)
      return 0
    }
    tell('no browser could be started: open this address yourself.')
  }
  writeOutput(`${link}\n`)
  return 0
}

/**
 * Problem (exit code 78) as for `findProjectContext` and `chooseIdentity`; 1 if `where` is neither a service nor a
 * path.
 */
export async function findLink(
  { where, ...asked }: Omit<ConsoleOptions, 'print'>,
  directory: string,
  env: Environment,
) {
  const destination = readPlace(where)
  const context = await findProjectContext(directory, env, 'run')
  const { reading, project, sessionOf } = context
  const { account, accountId, role } = await chooseIdentity(context, asked)
  const place = reading.accounts.find(({ name }) => name === account)?.places[0]
  const { startUrl } = sessionOf({ portal: place?.portal })
  const region = place?.region ?? project.region
  const link = consoleLink({ startUrl, accountId, role, region }, destination)
  return { link, account, accountId, role }
}

function readPlace(where: unknown): string | undefined {
  if (where === undefined) return undefined
  const place = String(where)
  if (place.startsWith('/') || /^[a-z0-9-]+$/i.test(place)) return place
  throw fail(
    `${place} is neither a service nor a path of the console.`,
    "Name a service as in the console's addresses (s3, ec2), or write a path that begins with /.",
  )
}
