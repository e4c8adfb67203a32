import { forgetKeys, run } from './cli/program.ts'

/*
 * The commands that libexec and SDKs wait for, in a bundle of their own: node reads a third of what the
 * whole program is.
 */

export async function main(args: string[]): Promise<number> {
  const [command, ...rest] = args
  forgetKeys()
  if (command === 'grant') return (await import('./commands/grant.ts')).grant(rest)
  if (command === 'account-grant')
    return (await import('./commands/account-grant.ts')).accountGrant(rest)
  if (command === 'real-tool') return (await import('./commands/real-tool.ts')).realTool(rest)
  if (rest[0] === 'job')
    return (await import('./commands/job-credentials.ts')).jobCredentials(rest.slice(1))
  return (await import('./commands/credentials.ts')).credentials(rest)
}

export const start = () => run(main)
