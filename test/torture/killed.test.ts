import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import { hangMs } from '../rig/limits.ts'
import { needs } from '../rig/needs.ts'
import type { TerminalRun } from '../rig/terminal.ts'
import { longAgo, putToken, tokenFile } from '../rig/token.ts'
import { makeWorld, type World } from '../rig/world.ts'
import { cases, long, report } from './figures.ts'
import { faultsOf, forget, isTemporary, keptPaths } from './kept-files.ts'

/** how many runs in one HOME start together; each is killed at a random moment */
const together = 4

/**
 * Each function removes what the next runs could use. All three remove grants and credentials. The first and the third
 * also remove the token; the second makes the token expire.
 */
const forgetting = [
  (world: World) => {
    forget(world, /\/(sso\/cache\/[^/]*\.json|credentials\/.*|parsed\/.*|config\/.*|clock)$/)
    forget(world, /\.full$/)
  },
  (world: World) => {
    if (fs.existsSync(tokenFile(world))) putToken(world, { expiresAt: longAgo })
    forget(world, /\/(credentials\/.*|parsed\/.*|config\/.*)$|\.full$/)
  },
  (world: World) => forget(world, /\/(credentials\/.*|sso\/cache\/[^/]*\.json)$|\.full$/),
]

const rounds = cases(125, forgetting.length)

async function prepare(t: ExecutionContext) {
  const world = await makeWorld(t, { pollInterval: 0.01, emptyHome: true })
  const layers = world.accounts.map(({ name }) => world.layer(`${name}/us-east-1/network`))
  const layer = (number: number) => layers[number % layers.length] ?? ''
  const start = (number: number, before = '') =>
    world.terminal(`${before} terraform plan`, { cwd: layer(number) })
  return { world, layer, start }
}

/** Starts a run after killed runs, without repairing anything. Returns the run's time, ms. */
async function follow(t: ExecutionContext, world: World, cwd: string): Promise<number> {
  const started = performance.now()
  const { exitCode, screen } = await world.inTerminal('terraform plan', { cwd })
  t.is(exitCode, 0, screen)
  const account = world.accounts.find(({ name }) => cwd.includes(`/${name}/`))
  t.is(world.identity(world.lastStart().env), `${account?.id} ${account?.role}`)
  return performance.now() - started
}

/** Kills a run and all that it has started. If `whole` is false and the run has a node, kills only this node. */
function kill(run: TerminalRun, whole: boolean): void {
  try {
    const node = whole ? undefined : descendants(run.pid).find(isNode)
    process.kill(node ?? -run.pid, 'SIGKILL')
  } catch {
    // the run has ended already
  }
}

function descendants(pid: number): number[] {
  const children = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return children
    .split(' ')
    .filter(Boolean)
    .flatMap((child) => [Number(child), ...descendants(Number(child))])
}

const isNode = (pid: number) => /\/node\0/.test(fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8'))

test.serial('cold runs killed at random moments harm no later run', async (t) => {
  const { world, layer, start } = await prepare(t)
  const calm = performance.now()
  await Promise.all(Array.from({ length: together }, (_, number) => start(number).exited))
  const wholeMs = performance.now() - calm
  const codes: number[] = []
  let longest = 0
  let most = 0
  for (let round = 0; round < rounds; round++) {
    forgetting[round % forgetting.length]?.(world)
    await Promise.all(
      Array.from({ length: together }, async (_, number) => {
        const run = start(round + number)
        await sleep(Math.random() * wholeMs)
        kill(run, (round + number) % 4 !== 0)
        codes.push((await run.exited).exitCode)
      }),
    )
    t.deepEqual(faultsOf(world), [], `round ${round}`)
    most = Math.max(most, keptPaths(world).filter(isTemporary).length)
    longest = Math.max(longest, await follow(t, world, layer(round)))
  }
  // These runs must write all files again, and must remove the killed runs' temporary files.
  forgetting[0]?.(world)
  for (const number of world.accounts.keys()) {
    forget(world, /\/(parsed|config)\/|\/clock$/)
    await follow(t, world, layer(number))
  }
  t.deepEqual(keptPaths(world).filter(isTemporary), [])
  t.true(longest < hangMs, `${longest} ms`)
  const total = rounds * together
  report({
    attack: `A run is killed (SIGKILL) at any moment, login included, ${together} runs at a time`,
    tries: total,
    outcome: `the next run worked each time (longest ${(longest / 1000).toFixed(1)} s); every file complete and 0600; unfinished files of killed runs: never more than ${most} in a HOME, none at the end`,
  })
})

/**
 * The test kills runs at the calls of these functions. The short form tries only three functions, and only the first
 * call of each.
 */
const syscalls = ['link', 'rename', 'fsync', 'mkdir', 'unlink', 'utimensat'].slice(
  0,
  long ? undefined : 3,
)

function canTrace(): boolean {
  try {
    execFileSync('strace', ['-f', '-o', '/dev/null', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

needs('strace', canTrace())('a run killed at a file change harms no later run', async (t) => {
  const { world, layer, start } = await prepare(t)
  let killed = 0
  for (const syscall of syscalls) {
    for (let call = 1; long || call === 1; call++) {
      forgetting[0]?.(world)
      const inject = `-e trace=${syscall} -e inject=${syscall}:signal=KILL:when=${call}`
      const { exitCode } = await start(0, `strace -f -qq -o /dev/null ${inject}`).exited
      t.deepEqual(faultsOf(world), [], `${syscall} ${call}`)
      if (exitCode === 0) break
      killed++
      await follow(t, world, layer(0))
    }
  }
  t.true(killed >= cases(30, 3), `${killed} calls`)
  report({
    attack: `A run is killed at any call that changes a file: ${syscalls.join(', ')}`,
    tries: killed,
    outcome: 'the next run worked each time; every file complete and 0600',
  })
})
