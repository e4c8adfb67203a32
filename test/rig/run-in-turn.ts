import fs from 'node:fs'
import path from 'node:path'
import { quoteForShell } from '../../lib/text/quote.ts'
import { temporary } from './install.ts'
import type { Start } from './stand-in.ts'
import type { RunOptions, World } from './world.ts'

export interface Run extends Pick<RunOptions, 'cwd' | 'env' | 'shell'> {
  args: string[]
  /** by default `world.command` */
  tool?: 'terraform' | 'tofu'
  /** runs in place of the shim: a path in the installation, or any absolute path */
  script?: string
  /** lines of sh, executed just before this run by the sh that starts all runs */
  before?: string
}

export interface Ran {
  /** 128 plus the signal's number, if a signal ended the run */
  exitCode: number
  stdout: string
  stderr: string
  /** of the stand-in, oldest first */
  starts: Start[]
  /** of the stand-in's last start; empty if it was not started */
  env: Record<string, string>
}

/**
 * Runs a shim several times in turn, without a terminal and with an empty stdin. One sh starts all runs, because this
 * takes a quarter less CPU time than starting each from the test. Between the runs, only the lines in `before` can
 * change something.
 */
export async function runInTurn<R extends Run>(
  world: World,
  runs: R[],
): Promise<(Omit<R, keyof Ran> & Ran)[]> {
  const root = temporary('tfsso-runs-')
  const script = runs.map((run, i) => {
    const at = path.join(root, String(i))
    fs.mkdirSync(at)
    return lineOf(world, run, at)
  })
  const file = path.join(root, 'script')
  fs.writeFileSync(file, script.join(''))
  const { exitCode, stderr } = await world.run('sh', [file])
  if (exitCode !== 0 || stderr !== '') throw new Error(`the runs ended with ${exitCode}: ${stderr}`)
  return runs.map((run, i) => {
    const at = path.join(root, String(i))
    const read = (name: string) => fs.readFileSync(path.join(at, name), 'utf8')
    const starts = world.startsIn(at)
    const [code, stdout, stderr] = [Number(read('code')), read('stdout'), read('stderr')]
    return { ...run, exitCode: code, stdout, stderr, starts, env: starts.at(-1)?.env ?? {} }
  })
}

/** The sh could refuse, obey or change these variables. So the program `env` sets them. */
const special = /^(BASH|SHELL|IFS|CDPATH|ENV$|LC_|POSIX|GLOB)|\W/

/** The lines of sh for a run, which write its results into the directory `at`. */
function lineOf(world: World, run: Run, at: string): string {
  const { args, tool = world.command, cwd = world.project, env = {}, shell = [], before = '' } = run
  const { script = `shims/${tool}` } = run
  const q = quoteForShell
  const all = { PWD: undefined, OLDPWD: undefined, ...env, STANDIN_STARTS: at }
  const set = Object.entries(all).map(([name, value]) =>
    value === undefined ? `unset ${name}` : special.test(name) ? '' : `export ${name}=${q(value)}`,
  )
  const passed = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && special.test(name) ? q(`${name}=${value}`) : [],
  )
  const program = path.resolve(world.prefix, script)
  const command = [
    ...(passed.length > 0 ? ['env'] : []),
    ...passed,
    ...[...shell, program, ...args].map(q),
  ]
  const [stdout, stderr, code] = ['stdout', 'stderr', 'code'].map((name) => q(path.join(at, name)))
  return `${before}\n(\ncd ${q(cwd)}\n${set.join('\n')}\nexec ${command.join(' ')}\n) >${stdout} 2>${stderr}\necho $? >${code}\n`
}
