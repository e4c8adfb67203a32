import type { ListedLayer } from '../../layout/layers.ts'
import { tell } from '../../terminal/say.ts'
import { attempt } from '../../text/attempt.ts'
import { Problem } from '../../text/problem.ts'
import { formatDuration } from '../../text/time.ts'
import { watchSignals } from './interruption.ts'
import { describe, hasFailed, type LayerResult } from './results.ts'
import { copySpool, openSpools, type Running, type Spools, start } from './start.ts'

export interface RunEach {
  program: readonly [string, ...string[]]
  env: NodeJS.ProcessEnv
  /** how many commands run at once; a command gets the terminal only if this is 1 */
  jobs: number
  keepGoing: boolean
  changesBy2: boolean
}

/**
 * The results are in the layers' order. If `jobs` is 1, reports each start on stderr, otherwise each result. After a
 * signal, starts no more commands and waits for the running ones. Does the same if a temporary file can't be created,
 * and after a failure if `keepGoing` is false. The running commands get a SIGTERM if this process got one and its group
 * did not (`watchSignals`).
 */
export async function runEach(
  layers: readonly ListedLayer[],
  { program, env, jobs, keepGoing, changesBy2 }: RunEach,
): Promise<LayerResult[]> {
  const running = new Set<Running>()
  const interruption = watchSignals(() => {
    for (const child of running) child.terminate()
  })
  // If the reader of our output has gone, nobody needs more results.
  process.stdout.removeAllListeners('error')
  process.stdout.on('error', interruption.stop)

  const results = layers.map(({ name }): LayerResult => ({ name, ending: undefined }))
  const report = (count: number, text: string) => tell(`[${count}/${layers.length}] ${text}`)
  let next = 0
  let done = 0
  let shown: Promise<void> = Promise.resolve()

  const show = async (result: LayerResult, { stdout, stderr }: Spools) => {
    done += 1
    const took = formatDuration(result.ending?.tookMs ?? 0)
    report(done, `${result.name}: ${describe(result, changesBy2)} (${took})`)
    await copySpool(stderr, process.stderr)
    await copySpool(stdout, process.stdout)
  }
  const runOne = async ({ layer, name }: ListedLayer, result: LayerResult) => {
    if (jobs === 1) report(next, name)
    const output = jobs === 1 ? 'inherit' : attempt(openSpools)
    if (output instanceof Problem) {
      tell(output.message, ...output.advice, 'With -j 1, tfsso each needs no temporary files.')
      interruption.stop()
      return
    }
    const child = start(program, layer.directory, env, output)
    running.add(child)
    const ending = await child.ended
    running.delete(child)
    result.ending = ending
    // Ctrl-C can end a child before we get the signal ourselves.
    if (ending.signal === 'SIGINT' || (!keepGoing && hasFailed(result, changesBy2)))
      interruption.stop()
    // Copy the outputs one after the other, so that they don't mix.
    if (output !== 'inherit') {
      shown = shown.then(() => show(result, output))
      await shown
    }
  }
  const work = async () => {
    while (!interruption.stopped) {
      const [layer, result] = [layers[next], results[next]]
      if (!layer || !result) return
      next += 1
      await runOne(layer, result)
    }
  }
  try {
    await Promise.all(Array.from({ length: jobs }, work))
  } finally {
    interruption.end()
  }
  return results
}
