import { type ChildProcess, fork } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { compiledFile } from './compiled.ts'
import { type Ended, type ProgramOptions, runProgram } from './program.ts'

let launcher: ChildProcess | undefined
const waiting = new Map<number, { resolve(ended: Ended): void; reject(error: Error): void }>()
let started = 0

/**
 * Like runProgram, but the launcher starts the program. With TFSSO_TEST_COSTS, this process starts the program:
 * test/prepare/costs.mjs counts only the CPU time of this process and its own children.
 */
export async function launch(
  file: string,
  args: string[],
  options: ProgramOptions,
): Promise<Ended> {
  if (process.env.TFSSO_TEST_COSTS) return await runProgram(file, args, options)
  launcher ??= startLauncher()
  const { channel } = launcher
  const id = started++
  channel?.ref()
  const ended = await new Promise<Ended>((resolve, reject) => {
    waiting.set(id, { resolve, reject })
    launcher?.send({ id, file, args, options }, (error) => error && reject(error))
  })
  if (waiting.size === 0) channel?.unref()
  return ended
}

/** The launcher ends with this process. While idle, it does not keep this process alive. */
function startLauncher(): ChildProcess {
  const child = fork(fileURLToPath(compiledFile('test/rig/launcher.ts')), { execArgv: [] })
  child.on('message', ({ id, ...ended }: Ended & { id: number }) => {
    waiting.get(id)?.resolve(ended)
    waiting.delete(id)
  })
  child.on('exit', () => {
    for (const { reject } of waiting.values())
      reject(new Error('the launcher of programs has ended'))
  })
  child.unref()
  return child
}
