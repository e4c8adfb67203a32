import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { execa } from 'execa'
import { signedFetch } from '../../emulator/test/signed-fetch.ts'
import { readConfig } from '../rig/aws-config.ts'
import { hangMs } from '../rig/limits.ts'
import { type TestAccount, write } from '../rig/project.ts'
import type { Start } from '../rig/stand-in.ts'
import { makeWorld, type World } from '../rig/world.ts'
import { cases, report } from './figures.ts'

/*
 * Runs in 20 accounts are in parallel with random changes of tfvars, with logouts and with logins. The emulated S3 can
 * say to which account and role a key belongs. At one moment during a run, the tfvars must have named the account and
 * role of each key.
 */

const steps = cases(2_000)

type State = readonly string[]

const count = 20
const two = (n: number) => String(n).padStart(2, '0')
const roles = ['DevOps', 'ReadOnly', 'Admin']
/**
 * In common.tfvars, `accounts` has two keys for each directory. The directory uses one of these keys. Each key has one
 * of two ids.
 */
const idOf = (i: number, variant: number, move: number) =>
  `${variant + 1}${move + 1}00000000${two(i)}`
const keyOf = (i: number, variant: number) => `acc${two(i)}${variant ? 'b' : ''}`

interface Branch {
  role: string
  /** which of the directory's two keys `environment` names */
  variant: number
  /** which of the key's two ids common.tfvars contains */
  move: number
  /** the number at the end of the profile's name */
  profile: number
}

class Branches {
  readonly #world: World
  readonly branches: Branch[] = Array.from({ length: count }, () => ({
    role: 'DevOps',
    variant: 0,
    move: 0,
    profile: 0,
  }))
  /** when each state began, by performance.now(); newest last */
  readonly history: { since: number; state: State }[] = []

  constructor(world: World) {
    this.#world = world
    for (let i = 0; i < count; i++) this.#writeAccount(i)
    this.#writeCommon()
  }

  /** The profile's name does not depend on the directory's account. */
  profileOf(i: number): string {
    return `state-${two(i)}-${this.branches[i]?.profile}`
  }

  change(i: number, change: Partial<Branch>): void {
    Object.assign(this.branches[i] as Branch, change)
    if (change.move === undefined) this.#writeAccount(i)
    else this.#writeCommon()
  }

  /** Replaces a file in one step (rename), as git does. */
  #replace(file: string, text: string): void {
    write(`${file}.new`, text)
    fs.renameSync(`${file}.new`, file)
  }

  #note(write: () => void): void {
    // Until the write has returned, a run can read the previous state.
    write()
    const state = this.branches.map(
      ({ role, variant, move }, i) => `${idOf(i, variant, move)} ${role}`,
    )
    this.history.push({ since: performance.now(), state })
  }

  #writeAccount(i: number): void {
    const { role, variant } = this.branches[i] as Branch
    const config = path.join(this.#world.project, `acc${two(i)}/config`)
    this.#replace(
      path.join(config, 'backend.tfvars'),
      `profile = "${this.profileOf(i)}"\nbucket = "b"\nregion = "us-east-1"\n`,
    )
    this.#note(() =>
      this.#replace(
        path.join(config, 'account.tfvars'),
        `environment = "${keyOf(i, variant)}"\nsso_role = "${role}"\n`,
      ),
    )
  }

  #writeCommon(): void {
    const file = path.join(this.#world.project, 'config/common.tfvars')
    const entries = this.branches.flatMap(({ move }, i) =>
      [0, 1].map((variant) => `  ${keyOf(i, variant)} = { id = "${idOf(i, variant, move)}" }\n`),
    )
    const text = fs.readFileSync(file, 'utf8')
    this.#note(() =>
      this.#replace(
        file,
        text.replace(/^accounts = \{\n[\s\S]*?^\}\n/m, `accounts = {\n${entries.join('')}}\n`),
      ),
    )
  }

  between(from: number, to: number): State[] {
    const first = this.history.findLastIndex(({ since }) => since <= from)
    return this.history
      .slice(Math.max(0, first))
      .filter(({ since }, i) => i === 0 || since <= to)
      .map(({ state }) => state)
  }
}

/** mulberry32: the same seed gives the same sequence */
function randomOf(seed: number): (below: number) => number {
  let a = seed
  return (below) => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

/** the account and role of these keys as S3 sees them, for example "222222222222 DevOps" */
async function ask(world: World, keys: Record<string, string | undefined>): Promise<string> {
  const key = `${Math.random()}`
  await signedFetch(
    {
      accessKeyId: keys.AccessKeyId ?? '',
      secretAccessKey: keys.SecretAccessKey ?? '',
      sessionToken: keys.SessionToken ?? '',
    },
    { service: 's3', url: `${world.emulator.url}/bucket/${key}` },
  )
  const call = world.emulator.calls.findLast((candidate) => candidate.key === key)
  return `${call?.accountId} ${call?.role}`
}

/**
 * Returns the account and role of the credential process's keys, or undefined if the credential process fails. It
 * fails, for example, if nobody is logged in.
 */
async function askProcess(
  world: World,
  start: Start,
  profile: string,
): Promise<string | undefined> {
  const command = readConfig(start.env.AWS_CONFIG_FILE).get(
    `profile ${profile}`,
  )?.credential_process
  if (command === undefined) throw new Error(`no profile ${profile}`)
  const { exitCode, stdout } = await execa('/bin/sh', ['-c', command], {
    env: start.env,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  })
  return exitCode === 0 ? ask(world, JSON.parse(stdout)) : undefined
}

test('every run and each of its profiles have the accounts and roles that the tfvars named at one moment during the run', async (t) => {
  t.timeout(10 * hangMs)
  const seed = Number(process.env.TFSSO_TORTURE_SEED ?? Math.floor(Math.random() * 2 ** 31))
  const random = randomOf(seed)
  const accounts: TestAccount[] = Array.from({ length: count }, (_, i) =>
    [0, 1].flatMap((variant) =>
      [0, 1].map((move) => ({
        name: `acc${two(i)}`,
        id: idOf(i, variant, move),
        role: 'DevOps',
        roles,
      })),
    ),
  ).flat()
  const world = await makeWorld(t, { accounts, pollInterval: 0.01 })
  const branches = new Branches(world)
  const layers = branches.branches.map((_, i) => world.layer(`acc${two(i)}/us-east-1/net`))
  await world.logIn()

  const tally = { runs: 0, keys: 0, refused: 0, changes: 0, sessions: 0, overlapping: 0 }
  const running = new Set<Promise<void>>()

  const run = async (i: number) => {
    const neighbor = (i + 1) % count
    const profiles = [branches.profileOf(i), branches.profileOf(neighbor)]
    const role = random(8) === 0 ? 'Admin' : undefined
    const starts = path.join(world.root, `starts-${tally.runs++}`)
    fs.mkdirSync(starts)
    const from = performance.now()
    const { exitCode, stderr } = await world.terraform(['plan'], {
      cwd: layers[i] ?? '',
      env: { STANDIN_STARTS: starts, TFSSO_ROLE: role },
    })
    const to = performance.now()
    const start = world.startsIn(starts)[0]
    if (exitCode !== 0) {
      tally.refused++
      // Nobody is logged in, or the files changed while the run read them.
      t.true([75, 77, 78].includes(exitCode ?? -1), `${seed}: ${exitCode} ${stderr}`)
      t.is(start, undefined, `${seed}: terraform was started all the same`)
      return
    }
    if (!start) throw new Error('terraform was not started')
    const possible = branches.between(from, to)
    if (possible.length > 1) tally.overlapping++
    const {
      AWS_ACCESS_KEY_ID: AccessKeyId,
      AWS_SECRET_ACCESS_KEY: SecretAccessKey,
      AWS_SESSION_TOKEN: SessionToken,
    } = start.env
    const own = await ask(world, { AccessKeyId, SecretAccessKey, SessionToken })
    const [byProfile, byNeighbor] = await Promise.all(
      profiles.map((profile) => askProcess(world, start, profile).catch(() => undefined)),
    )
    tally.keys += [own, byProfile, byNeighbor].filter((who) => who !== undefined).length
    // A run must never mix one state's account with another's role.
    const explained = possible.some((state) => {
      const [id = ''] = (state[i] ?? '').split(' ')
      const named = role === undefined ? state[i] : `${id} ${role}`
      return (
        own === named &&
        [named, undefined].includes(byProfile) &&
        [state[neighbor], undefined].includes(byNeighbor)
      )
    })
    t.true(
      explained,
      `${seed}: ${JSON.stringify({ own, byProfile, byNeighbor, possible: possible.map((state) => [state[i], state[neighbor]]) })}`,
    )
  }

  /**
   * Returns the number of a directory: mostly one of the first four, so that changes often affect directories in use.
   */
  const pick = () => (random(3) === 0 ? random(count) : random(4))

  const change = () => {
    tally.changes++
    const i = pick()
    const { variant, move, profile } = branches.branches[i] as Branch
    const kinds: Partial<Branch>[] = [
      { role: roles[random(roles.length)] ?? 'DevOps' },
      { variant: 1 - variant },
      { move: 1 - move },
      { profile: profile + 1 },
    ]
    // Rarely change common.tfvars, because that makes all layers' grants invalid.
    branches.change(i, kinds[random(20) === 0 ? 2 : ([0, 1, 3][random(3)] ?? 0)] as Partial<Branch>)
  }

  const settle = () => Promise.all(running)
  for (let step = 0; step < steps; step++) {
    const what = random(100)
    if (what < 40) change()
    else if (what < 41) {
      tally.sessions++
      // Log out while runs continue.
      await world.tfsso(['logout'])
      if (random(2) === 0) await settle()
      await world.logIn()
    } else {
      const one = run(pick()).finally(() => running.delete(one))
      running.add(one)
      if (random(4) === 0) setTimeout(change, random(120))
    }
    while (running.size >= 3) await Promise.race(running)
  }
  await settle()
  t.true(tally.keys > steps / 4, `${tally.keys} keys only`)
  report({
    attack: `Runs in 20 accounts, while roles, ids, environments and profiles change ${tally.changes} times (${tally.overlapping} times while a run starts), and sessions end`,
    tries: tally.runs,
    outcome: `${tally.keys} requests to S3, each with keys of the right account and role; ${tally.refused} runs refused (75, 77, 78)`,
  })
})
