import { writeOutput } from '../terminal/output.ts'
import { columnsOf, fitTo } from '../terminal/say.ts'
import { fail } from '../text/problem.ts'
import { widthOf } from '../text/wrap.ts'

export class Narrator {
  readonly #env: Record<string, string>

  /** `env`: the whole environment of the commands. */
  constructor(env: Record<string, string>) {
    this.#env = env
  }

  say(line = ''): void {
    writeOutput(fitTo(`${line}\n`, process.stdout, this.#env))
  }

  /**
   * Runs a line of sh. Shows the line, its duration, and the parts of the output that `pick` selects. Returns stdout
   * and stderr together. Problem (exit code 1) if the command fails.
   */
  async run(cwd: string, line: string, pick: (output: string) => string[]): Promise<string> {
    const { execa } = await import('execa')
    const started = performance.now()
    const result = await execa('/bin/sh', ['-c', line], {
      cwd,
      env: this.#env,
      extendEnv: false,
      all: true,
      reject: false,
      stdin: 'ignore',
    })
    const took = `${((performance.now() - started) / 1000).toFixed(1)} s`
    const step = `  $ ${line.padEnd(32)} ${took.padStart(6)}`
    if (result.exitCode !== 0) {
      this.say(step)
      throw fail(
        `the demo failed: ${line}`,
        ...result.all.split('\n'),
        'Please report this with the lines above.',
      )
    }
    const lines = pick(result.all)
    const whole = [step, ...lines].join('  ')
    if (
      lines.length <= 1 &&
      widthOf(whole) <= (columnsOf(process.stdout) ?? Number.POSITIVE_INFINITY)
    )
      this.say(whole)
    else for (const text of [step, ...lines.map((one) => `      ${one}`)]) this.say(text)
    return result.all
  }
}
