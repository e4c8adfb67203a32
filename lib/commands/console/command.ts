import { hasBrowser, openBrowser } from '../../login/browser.ts'
import { writeOutput } from '../../terminal/output.ts'
import { tell } from '../../terminal/say.ts'
import { fail } from '../../text/problem.ts'
import { findContext } from '../context.ts'
import { consoleLink } from './link.ts'
import { type Asked, chooseIdentity } from './target.ts'

export interface ConsoleOptions extends Asked {
  /** a service, or a path of the console */
  where?: unknown
  print: boolean
}

/** `tfsso console`: opens the AWS console in an account and role of the project, or prints the link. */
export async function openConsole({ where, print, ...asked }: ConsoleOptions): Promise<number> {
  const destination = readPlace(where)
  const { env } = process
  const { reading, layer, project, sessionOf } = await findContext(process.cwd(), env, 'run')
  const { account, accountId, role } = await chooseIdentity(reading, layer, asked)
  const place = reading.accounts.find(({ name }) => name === account)?.places[0]
  const { startUrl } = sessionOf({ portal: place?.portal })
  const region = place?.region ?? layer?.settings.region ?? project.region
  const link = consoleLink({ startUrl, accountId, role, region }, destination)
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
 * The service or path that the person typed; undefined if they typed none. Problem (exit code 1) for any other word.
 */
function readPlace(where: unknown): string | undefined {
  if (where === undefined) return undefined
  const place = String(where)
  if (place.startsWith('/') || /^[a-z0-9-]+$/i.test(place)) return place
  throw fail(
    `${place} is neither a service nor a path of the console.`,
    "Name a service as in the console's addresses (s3, ec2), or write a path that begins with /.",
  )
}
