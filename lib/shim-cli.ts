import { forgetKeys, run } from './cli/program.ts'

/*
 * Entry point for the commands that a shim or an SDK waits for. Their bundle is smaller than that of the other commands
 * (cli.ts), so node has less to read.
 */

export async function main(args: string[]): Promise<number> {
  const [command, ...rest] = args
  forgetKeys()
  if (command === 'grant') return (await import('./commands/grant.ts')).grant(rest)
  if (command === 'account-grant')
    return (await import('./commands/account-grant.ts')).accountGrant(rest)
  if (command === 'real-tool') return (await import('./commands/real-tool.ts')).realTool(rest)
  if (command === 'same-account')
    return (await import('./commands/same-account.ts')).sameAccount(rest)
  if (rest[0] === 'job')
    return (await import('./commands/job-credentials.ts')).jobCredentials(rest.slice(1))
  return (await import('./commands/credentials.ts')).credentials(rest)
}

export const start = () => run(main)
