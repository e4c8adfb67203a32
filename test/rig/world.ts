import fs from 'node:fs'
import path from 'node:path'
import type { ExecutionContext } from 'ava'
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/server.ts'
import { installation, temporary } from './install.ts'
import { launch } from './launch.ts'
import { giveParsed, keepParsed, parseHere } from './parsed-files.ts'
import type { Ended } from './program.ts'
import {
  bucketOf,
  defaultAccounts,
  startUrl,
  type TestAccount,
  writeLayer,
  writeProject,
} from './project.ts'
import { findTerraform, type RealTool } from './real-terraform.ts'
import { roomFor } from './room.ts'
import { placeStandIn, readLastStart, readStarts, type Start } from './stand-in.ts'
import { surroundings } from './surroundings.ts'
import { runInTerminal, type TerminalRun } from './terminal.ts'
import { signIn } from './token.ts'
import { heavy } from './turn.ts'
import { warmUp } from './warm-up.ts'

export interface WorldOptions extends Partial<Omit<EmulatorOptions, 'accounts'>> {
  accounts?: TestAccount[]
  /** by default the shared installation */
  prefix?: string | undefined
  /**
   * whether HOME starts without parsed files (parsed-files.ts). For tests that damage, count or measure what is in
   * HOME, or that need the parser to start
   */
  emptyHome?: boolean | undefined
  /**
   * whether this process makes the first grant of each layer (warm-up.ts). For tests of what a grant gives, not of how
   * the shim gets it
   */
  grantsHere?: boolean | undefined
}

export interface RunOptions {
  cwd?: string
  /** added to the world's variables; undefined removes a variable */
  env?: Record<string, string | undefined>
  input?: string
  /** by default the shell in the shim's first line */
  shell?: string[]
  /** by default the tester */
  uid?: number
  gid?: number
}

export interface Outcome extends Ended {
  /** ms */
  took: number
}

/** A person's machine: a HOME, a project, an installation, and an emulated AWS. */
export class World {
  readonly root: string
  readonly home: string
  readonly project: string
  readonly prefix: string
  readonly emulator: Emulator
  readonly accounts: TestAccount[]
  #bin: string
  readonly #tool: RealTool | undefined
  #isHeavy = false
  readonly #sharesParsed: boolean
  #hasNewFiles = true
  readonly #grantsHere: boolean
  readonly #granted = new Set<string>()
  readonly #starts: string
  readonly #terminals = new Set<TerminalRun>()

  constructor(
    emulator: Emulator,
    accounts: TestAccount[],
    {
      prefix = installation(),
      emptyHome = false,
      grantsHere = false,
    }: Pick<WorldOptions, 'prefix' | 'emptyHome' | 'grantsHere'>,
    tool: RealTool | undefined,
  ) {
    this.#tool = tool
    this.prefix = prefix
    this.#sharesParsed = !emptyHome && process.env.TFSSO_TEST_PREFIX === undefined
    this.#grantsHere = grantsHere && process.env.TFSSO_TEST_PREFIX === undefined
    // Every path in a world contains a space, so that the tests find missing quotes.
    this.root = temporary('tfsso world-')
    this.home = path.join(this.root, 'home')
    this.project = path.join(this.root, 'le project')
    this.#bin = path.join(this.root, 'real bin')
    this.#starts = path.join(this.root, 'starts')
    for (const directory of [this.home, this.#starts]) fs.mkdirSync(directory)
    this.emulator = emulator
    this.accounts = accounts
    placeStandIn(this.#bin)
    writeProject(this.project, accounts)
  }

  /**
   * Returns the whole environment of a program in this world. The environment has none of the tester's variables except
   * `surroundings`. This method also puts the shared parsed files into HOME, because each start of a program calls it.
   */
  env(extra: Record<string, string | undefined> = {}): Record<string, string> {
    if (this.#sharesParsed && this.#hasNewFiles) giveParsed(this.home, this.root)
    this.#hasNewFiles = false
    const env: Record<string, string | undefined> = {
      PATH: [
        `${this.prefix}/shims`,
        `${this.prefix}/bin`,
        this.#bin,
        '/usr/local/bin',
        '/usr/bin',
        '/bin',
      ].join(':'),
      HOME: this.home,
      TERM: 'xterm',
      STANDIN_STARTS: this.#starts,
      CHECKPOINT_DISABLE: '1',
      BROWSER: 'true',
      TFSSO_LOGIN: 'device',
      // Go collects garbage less often: real tools and providers take a fifth less CPU time.
      ...(this.#isHeavy ? { GOGC: '400' } : {}),
      ...surroundings,
      ...this.emulator.env(),
      ...extra,
    }
    return Object.fromEntries(
      Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
    )
  }

  /** Replaces the stand-in by the test's real tool, by default the terraform on the tester's PATH. */
  useRealTerraform(): void {
    const program = this.#tool?.program ?? findTerraform()
    if (!program) throw new Error('there is no terraform on PATH')
    this.#bin = path.dirname(program)
    if (this.#tool) {
      this.#bin = path.join(this.root, 'real tool')
      fs.mkdirSync(this.#bin)
      fs.symlinkSync(program, path.join(this.#bin, this.command))
    }
    this.#isHeavy = true
  }

  get command(): 'terraform' | 'tofu' {
    return this.#tool?.command ?? 'terraform'
  }

  layer(name: string, body?: string): string {
    this.#hasNewFiles = true
    return writeLayer(this.project, name, body)
  }

  account(name: string): TestAccount {
    const account = this.accounts.find((candidate) => candidate.name === name)
    if (!account) throw new Error(`no account ${name}`)
    return account
  }

  /** Runs a shim by its path, without a terminal. */
  async shim(
    tool: 'terraform' | 'tofu',
    args: string[],
    options: RunOptions = {},
  ): Promise<Outcome> {
    if (this.#grantsHere) await this.#grantHere(tool, args, options)
    const shim = path.join(this.prefix, 'shims', tool)
    const [file = shim, ...before] = options.shell ? [...options.shell, shim] : [shim]
    return await this.run(file, [...before, ...args], options)
  }

  /** Makes a grant in this process. If this fails, the shim tries again and prints the reason. */
  async #grantHere(tool: 'terraform' | 'tofu', [command = '']: string[], options: RunOptions) {
    const { cwd = this.project, env = {} } = options
    const runs = JSON.stringify([tool, cwd, env])
    if (!['init', 'plan', 'apply'].includes(command) || this.#granted.has(runs)) return
    this.#granted.add(runs)
    await warmUp(this, fs.realpathSync(cwd), { tool, env }).catch(() => {})
  }

  terraform(args: string[], options: RunOptions = {}): Promise<Outcome> {
    return this.shim(this.command, args, options)
  }

  tfsso(args: string[], options: RunOptions = {}): Promise<Outcome> {
    return this.run(path.join(this.prefix, 'bin/tfsso'), args, options)
  }

  /** Runs a program without a terminal, by default with an empty stdin. */
  async run(file: string, args: string[], options: RunOptions = {}): Promise<Outcome> {
    const { cwd = this.project, env, input, uid, gid = uid } = options
    if (this.#sharesParsed && this.#hasNewFiles) await parseHere(this.home, this.root)
    const started = performance.now()
    const start = () =>
      launch(file, args, {
        cwd,
        env: this.env(env),
        input,
        ...(uid === undefined ? {} : { uid, gid }),
      })
    const ended = await (this.#isHeavy ? heavy(start) : start())
    return { ...ended, took: performance.now() - started }
  }

  /** Runs a line of sh in a terminal. */
  terminal(line: string, options: Pick<RunOptions, 'cwd' | 'env'> = {}): TerminalRun {
    const { cwd = this.project, env } = options
    const run = runInTerminal('/bin/sh', ['-c', line], { cwd, env: this.env(env) })
    this.#terminals.add(run)
    void run.exited.then(() => this.#terminals.delete(run))
    return run
  }

  /** Kills the programs that still run in terminals. After a failed test, they would keep the test file from ending. */
  end(): void {
    for (const run of this.#terminals) run.kill('SIGKILL')
    if (this.#sharesParsed) keepParsed(this.home)
  }

  async inTerminal(line: string, options: Pick<RunOptions, 'cwd' | 'env'> = {}) {
    const run = this.terminal(line, options)
    const { exitCode } = await run.exited
    return { exitCode, screen: run.screen }
  }

  /** Makes a session without starting a process. */
  logIn(): Promise<void> {
    return signIn(this)
  }

  /** Logs in with `tfsso login` in a terminal. */
  async logInByHand(): Promise<void> {
    const { approval } = this.emulator.settings
    this.emulator.settings.approval = 'automatic'
    const { exitCode, screen } = await this.inTerminal('tfsso login')
    this.emulator.settings.approval = approval
    if (exitCode !== 0) throw new Error(`the login failed: ${screen}`)
  }

  /** Returns all starts of the stand-in, oldest first. */
  starts(): Start[] {
    return readStarts(this.#starts)
  }

  /** Like `starts`, for runs whose STANDIN_STARTS names this directory. */
  startsIn(directory: string): Start[] {
    return readStarts(directory)
  }

  lastStart(): Start {
    const start = readLastStart(this.#starts)
    if (!start) throw new Error('the stand-in was not started')
    return start
  }

  /** Returns the account and role of the access key in `env`, or `nobody` if the emulator did not issue the key. */
  identity(env: Record<string, string>): string {
    const issued = this.emulator.issued.find(
      ({ accessKeyId }) => accessKeyId === env.AWS_ACCESS_KEY_ID,
    )
    return issued ? `${issued.accountId} ${issued.role}` : 'nobody'
  }
}

const tools = new WeakMap<object, RealTool>()

/** Chooses the real tool that `useRealTerraform` gives to the worlds of a test. */
export function useTool(t: object, tool: RealTool): void {
  tools.set(t, tool)
}

/** Makes a world for one test. Its AWS and its terminals end when the test ends. */
export async function makeWorld(
  t: Pick<ExecutionContext<unknown>, 'teardown'>,
  options: WorldOptions = {},
): Promise<World> {
  await roomFor(t)
  return await startWorld(t, options)
}

/** Like `makeWorld`, but does not wait in `roomFor`. */
export async function startWorld(
  t: Pick<ExecutionContext<unknown>, 'teardown'>,
  options: WorldOptions = {},
): Promise<World> {
  const { accounts = defaultAccounts, prefix, emptyHome, grantsHere, ...settings } = options
  const emulator = await startEmulator({
    startUrl,
    approval: 'automatic',
    accounts: accounts.map(({ id, name, role, roles = [role] }) => ({ id, name, roles })),
    buckets: Object.fromEntries(accounts.map((account) => [bucketOf(account), account.id])),
    ...settings,
  })
  t.teardown(() => emulator.close())
  const world = new World(emulator, accounts, { prefix, emptyHome, grantsHere }, tools.get(t))
  t.teardown(() => world.end())
  return world
}
