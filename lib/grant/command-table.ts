/*
 * terraform's and tofu's commands that have to do with credentials: what each needs, and what it is given. Every list
 * of them comes from this table; for sh the build generates the choice (lib/grant/command-parts.ts). A command that
 * is missing here passes through.
 */

/** What a command needs. `silent`: it takes credentials that can be had without a login. */
export type Need = 'silent' | 'login'

export interface Command {
  /** the words that mean it; the second ones are alternatives: `state` with `list` or `show` */
  words: readonly [string, ...string[]]
  subs?: readonly string[]
  needs: Need
  /**
   * what it takes from us in TF_CLI_ARGS_*: `vars` (var-files), `backend` (and the backend config), `module` (var-files
   * if the layer's modules need variables), or nothing. tofu takes var-files wherever it may read the configuration,
   * for its backend may use variables.
   */
  takes?: 'vars' | 'backend' | 'module'
  /** which command its arguments may switch the directory to another account as (hand-arguments.sh) */
  switches?: 'init' | 'select' | 'new'
  /** it changes something, so that the account is said before */
  changes?: true
  /** it is `silent` all the same: with an operand (a plan file), or without a backend (-backend=false) */
  silentWith?: 'operand' | 'fresh'
  /** tofu has no such command */
  notTofu?: true
}

export const commands: readonly Command[] = [
  { words: ['init'], needs: 'login', takes: 'backend', switches: 'init', silentWith: 'fresh' },
  { words: ['plan', 'console', 'test'], needs: 'login', takes: 'vars' },
  { words: ['query'], needs: 'login', takes: 'vars', notTofu: true },
  {
    words: ['apply', 'destroy', 'import', 'refresh'],
    needs: 'login',
    takes: 'vars',
    changes: true,
  },
  { words: ['taint'], needs: 'login', takes: 'module', changes: true },
  { words: ['untaint', 'force-unlock'], needs: 'login', changes: true },
  { words: ['graph'], needs: 'login', takes: 'module' },
  { words: ['output'], needs: 'login' },
  { words: ['show'], needs: 'login', takes: 'module', silentWith: 'operand' },
  { words: ['get', 'validate'], needs: 'silent', takes: 'module' },
  { words: ['modules'], needs: 'silent', takes: 'module', notTofu: true },
  {
    words: ['providers'],
    subs: ['lock', 'mirror', 'schema'],
    needs: 'silent',
    takes: 'module',
  },
  // Whatever follows it.
  { words: ['providers'], needs: 'login', takes: 'module' },
  { words: ['state'], subs: ['identities', 'list', 'show'], needs: 'login' },
  { words: ['state'], subs: ['pull'], needs: 'login', takes: 'module' },
  {
    words: ['state'],
    subs: ['mv', 'push', 'replace-provider', 'rm'],
    needs: 'login',
    takes: 'module',
    changes: true,
  },
  { words: ['workspace', 'env'], subs: ['list'], needs: 'login' },
  { words: ['workspace', 'env'], subs: ['select'], needs: 'login', switches: 'select' },
  { words: ['workspace', 'env'], subs: ['new'], needs: 'login', changes: true, switches: 'new' },
  { words: ['workspace', 'env'], subs: ['delete'], needs: 'login', changes: true },
]

/** Whether a command line of terraform or tofu may need a login. */
export function mayLogIn(args: readonly string[]): boolean {
  // A second word stands right behind the first.
  const [word = '', sub = ''] = args.slice(args.findIndex((arg) => !arg.startsWith('-')))
  const command = commands.find(
    ({ words, subs }) => words.includes(word) && (subs?.includes(sub) ?? true),
  )
  return command?.needs === 'login'
}

/** The end of TF_CLI_ARGS_… for a command. */
export const variableOf = (words: string) => words.replaceAll(/[- ]/g, '_')

/** The variables in which commands may be given arguments. */
export const argumentVariables: readonly string[] = commands
  .flatMap(({ words, subs = [''] }) =>
    words.flatMap((word) => subs.map((sub) => `${word} ${sub}`.trim())),
  )
  .map((command) => `TF_CLI_ARGS_${variableOf(command)}`)
