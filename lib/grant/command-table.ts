/*
 * The commands that concern credentials. The build generates sh parts from this table (lib/grant/command-parts.ts). A
 * command that is not in the table gets no credentials and no arguments from tfsso.
 */

/** `login`: credentials, with a login if necessary. `silent`: credentials if they are available without a login. */
export type Need = 'silent' | 'login'

export interface Command {
  /** the first words of the commands that this row is for. `subs`: their second words; undefined for any or none */
  words: readonly [string, ...string[]]
  subs?: readonly string[]
  needs: Need
  /**
   * `vars`: var-files. `backend`: var-files and the backend config. `module`: var-files if the layer's modules need
   * variables. tofu gets the var-files with every command of this table, because its backend can use variables. But
   * `apply PLANFILE` gets them only if the plan can be encrypted.
   */
  takes?: 'vars' | 'backend' | 'module'
  /** set if the command's arguments can switch the directory to another account: sh passes them to node */
  switches?: 'init' | 'select' | 'new'
  /**
   * set if the command changes something. Before such a command, tfsso prints the account and role. With TFSSO_QUIET=0,
   * tfsso always prints them. With an empty TFSSO_QUIET, tfsso prints them only in a terminal.
   */
  changes?: true
  /** when `silent` is enough. `operand`: with an operand (a plan file). `fresh`: without a backend (-backend=false) */
  silentWith?: 'operand' | 'fresh'
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
  // Any other second word, or none.
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

export function mayLogIn(args: readonly string[]): boolean {
  // A second word comes directly after the first.
  const [word = '', sub = ''] = args.slice(args.findIndex((arg) => !arg.startsWith('-')))
  const command = commands.find(
    ({ words, subs }) => words.includes(word) && (subs?.includes(sub) ?? true),
  )
  return command?.needs === 'login'
}

/** `state_list` for `state list`. */
export const variableOf = (words: string) => words.replaceAll(/[- ]/g, '_')

/** The variables that can contain arguments for these commands, such as TF_CLI_ARGS_plan. */
export const argumentVariables: readonly string[] = commands
  .flatMap(({ words, subs = [''] }) =>
    words.flatMap((word) => subs.map((sub) => `${word} ${sub}`.trim())),
  )
  .map((command) => `TF_CLI_ARGS_${variableOf(command)}`)
