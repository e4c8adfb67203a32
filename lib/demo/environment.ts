import fs from 'node:fs'
import path from 'node:path'
import { isExecutable } from '../files/read.ts'
import { isShimFile } from '../files/shim-file.ts'

/** Variables that could make the demo use a real account, or change what terraform does. */
const foreign = /^(AWS_|TF_|TFSSO|XDG_|CI$)/

/**
 * The person's environment, changed for the demo. Of the `foreign` variables, only TFSSO_DEBUG stays, and with
 * `browser` also TFSSO_LOGIN. `after`: directories that follow tfsso's own on PATH. `browser`: whether the person
 * answers logins.
 */
export function demoEnvironment(
  env: NodeJS.ProcessEnv,
  {
    home,
    prefix,
    after,
    browser,
  }: { home: string; prefix: string; after: string[]; browser: boolean },
): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !foreign.test(entry[0]),
  )
  return {
    ...Object.fromEntries(kept),
    PATH: [path.join(prefix, 'shims'), path.join(prefix, 'bin'), ...after, env.PATH ?? ''].join(
      ':',
    ),
    HOME: home,
    CHECKPOINT_DISABLE: '1',
    TF_CLI_ARGS: '-no-color',
    ...(browser ? {} : { BROWSER: 'true' }),
    ...keep(env, ['TFSSO_DEBUG', ...(browser ? ['TFSSO_LOGIN'] : [])]),
  }
}

function keep(env: NodeJS.ProcessEnv, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])))
}

/** The first program of that name that does not belong to tfsso. `search` has the format of PATH. */
export function findProgram(name: string, search: string, prefix: string): string | undefined {
  for (const directory of search.split(':')) {
    const file = path.join(directory || '.', name)
    if (isExecutable(file) && !isOurs(file, prefix)) return path.resolve(file)
  }
  return undefined
}

function isOurs(file: string, prefix: string): boolean {
  return fs.realpathSync(file).startsWith(`${fs.realpathSync(prefix)}/`) || isShimFile(file)
}
