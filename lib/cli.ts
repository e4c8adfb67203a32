import { forgetKeys, run } from './cli/program.ts'

/*
 * Entry point for the commands that node carries out, except those in shim-cli.ts. A command loads only the modules
 * that it needs.
 */

export async function main(args: string[]): Promise<number> {
  const [command = ''] = args
  if (command === 'environment') return (await import('./commands/env-json.ts')).environment()
  if (command === 'man') return (await import('./cli/print-man.ts')).printMan()
  // The commands that `each` starts might need the keys.
  if (command !== 'each') forgetKeys()
  return (await import('./cli/run.ts')).run(args)
}

export const start = () => run(main)

export { warmUp } from './install/compile.ts'
