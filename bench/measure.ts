import { spawn } from 'node:child_process'

export interface Subject {
  file: string
  args?: string[]
  cwd: string
  env: Record<string, string>
  /** called before each measurement, and not measured */
  before?: () => void
  /** by default 0 */
  exitCode?: number
  /** how many processes start at the same time, by default 1; the measurement ends when all have ended */
  atOnce?: number
}

/**
 * The median time of each subject, in ms. The subjects take turns, so a slow moment of the machine slows all of them.
 * Their order is random, because the previous program matters: sh is 10 µs faster after a program that does nothing
 * than after another sh.
 */
export async function measure<Name extends string>(
  subjects: Record<Name, Subject>,
  rounds: number,
): Promise<Record<Name, number>> {
  const names = Object.keys(subjects) as Name[]
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
    Name,
    number[]
  >
  // The first round warms the disk's cache and is not counted.
  for (let round = -1; round < rounds; round++) {
    for (const name of shuffle(names)) {
      const took = await time(subjects[name], name)
      if (round >= 0) times[name].push(took)
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<
    Name,
    number
  >
}

function shuffle<T>(values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value)
}

async function time(subject: Subject, name: string): Promise<number> {
  subject.before?.()
  const started = performance.now()
  await Promise.all(Array.from({ length: subject.atOnce ?? 1 }, () => run(subject, name)))
  return performance.now() - started
}

function run({ file, args = [], cwd, env, exitCode = 0 }: Subject, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio: 'ignore' })
    child.on('error', reject)
    child.on('exit', (code) =>
      code === exitCode ? resolve() : reject(new Error(`${name} ended with ${code}`)),
    )
  })
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2
}
