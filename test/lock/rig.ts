import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ExecutionContext } from 'ava'
import { buildSync } from 'esbuild'
import { withLock } from '../../lib/lock/lock.ts'
import { temporary } from '../rig/install.ts'
import { hangMs, nodeMs } from '../rig/limits.ts'
import { until } from '../rig/until.ts'

/**
 * The limit for the time from a holder's death until another process has the lock. A waiting process looks at the lock
 * at least every 250 ms.
 */
export const takeoverMs = 75 * nodeMs

let built: string | undefined

/** The contender as one JavaScript file, because starting tsx would take longer than a test. */
function contender(): string {
  if (built) return built
  built = path.join(temporary('tfsso-contender-'), 'contender.mjs')
  buildSync({
    entryPoints: [fileURLToPath(new URL('contender.ts', import.meta.url))],
    outfile: built,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['execa'],
    // proper-lockfile is CommonJS, so it needs `require`.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  })
  return built
}

/** Returns the path of a lock that does not exist yet. */
export function newLock(): string {
  return path.join(temporary('tfsso lock-'), 'a lock')
}

export interface ContenderOptions {
  /** the process becomes a zombie when it ends: its parent never waits for it */
  unreaped?: boolean
  env?: Record<string, string>
  /** the limit for the size of files, in the blocks of `ulimit -f` */
  fileBlocks?: number
}

export class Contender {
  /** the contender's own pid, even if a shell has started it */
  readonly pid: Promise<number>
  readonly #child: ChildProcess
  #said = ''
  #look = () => {}

  constructor(
    t: ExecutionContext,
    args: string[],
    { unreaped = false, env = {}, fileBlocks }: ContenderOptions = {},
  ) {
    const limited = ['sh', '-c', `ulimit -f ${fileBlocks}; exec "$@"`, 'sh']
    const command = [...(fileBlocks ? limited : []), process.execPath, contender(), ...args]
    // The parent becomes `sleep`, which never waits for its child.
    const parent = ['sh', '-c', '"$@" <&3 & echo "pid $!"; exec sleep 300', 'sh', ...command]
    const [file = '', ...rest] = unreaped ? parent : command
    // sh gives a background child /dev/null as stdin. So an `unreaped` contender reads from descriptor 3, a pipe that
    // `tell` does not write to.
    this.#child = spawn(file, rest, {
      stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
      env: { PATH: process.env.PATH, ...env },
    })
    this.#child.stdout?.on('data', (data) => {
      this.#said += data
      this.#look()
    })
    this.#child.on('close', () => this.#look())
    this.#child.setMaxListeners(0) // each `says` adds a listener
    this.#child.stdin?.on('error', () => {})
    this.pid = unreaped
      ? this.says(/pid (\d+)/).then(([, pid]) => Number(pid))
      : Promise.resolve(this.#child.pid ?? 0)
    t.teardown(() => this.#child.kill('SIGKILL'))
  }

  get said(): string {
    return this.#said
  }

  get holds(): boolean {
    return /^held$/m.test(this.#said)
  }

  tell(order: string): void {
    this.#child.stdin?.write(`${order}\n`)
  }

  async signal(signal: NodeJS.Signals): Promise<void> {
    process.kill(await this.pid, signal)
  }

  /** Waits until the process is suspended (`stopped`), or until its parent has noticed its end (`ended`). */
  async reaches(state: 'stopped' | 'ended'): Promise<void> {
    const stat = `/proc/${await this.pid}/stat`
    await until(() => {
      const now = fs.existsSync(stat)
        ? /\) (\w)/.exec(fs.readFileSync(stat, 'utf8'))?.[1]
        : undefined
      return now === (state === 'stopped' ? 'T' : undefined)
    })
  }

  /** Waits until the contender has looked at the lock `times` more times. Five looks take about a second. */
  async looksAgain(times = 5): Promise<void> {
    const looks = () => this.#said.match(/^looks$/gm)?.length ?? 0
    const from = looks()
    await until(() => looks() >= from + times)
  }

  /** Waits until the output matches. Fails after `timeoutMs`, or when the contender has ended. */
  says(pattern: RegExp, timeoutMs = hangMs): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const give = () => reject(new Error(`not said: ${pattern}; but:\n${this.#said}`))
      const timer = setTimeout(give, timeoutMs)
      timer.unref()
      this.#child.on('close', () => setImmediate(give))
      const look = () => {
        const match = pattern.exec(this.#said)
        if (match) {
          clearTimeout(timer)
          resolve(match)
        }
      }
      const before = this.#look
      this.#look = () => {
        before()
        look()
      }
      look()
    })
  }
}

/** Starts a contender that waits for the lock if necessary, and holds it until it is told to end. */
export function holder(
  t: ExecutionContext,
  lock: string,
  options?: ContenderOptions & { waitMs?: number },
): Contender {
  const { waitMs = hangMs } = options ?? {}
  return new Contender(t, [lock, 'hold', String(waitMs)], options)
}

/**
 * Starts a contender for a lock that no living process holds. Fails if the contender doesn't get the lock within
 * `takeoverMs`.
 */
export async function takeOver(t: ExecutionContext, lock: string): Promise<Contender> {
  const next = new Contender(t, [lock, 'late'])
  await next.says(/^began$/m)
  next.tell('now')
  await next.says(/^held$/m, takeoverMs)
  return next
}

/** Three callers in this process take the lock. The test fails if two have it at the same time. */
export async function takeTurns(t: ExecutionContext, lock: string, waitMs: number): Promise<void> {
  let inside = 0
  const one = async () => {
    t.is(++inside, 1)
    await new Promise((resolve) => setTimeout(resolve, 5))
    inside--
  }
  await Promise.all([1, 2, 3].map(() => withLock(lock, { waitMs }, one)))
}
