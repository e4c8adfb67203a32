import { renderTable } from '../../text/table.ts'
import { formatDuration } from '../../text/time.ts'

export interface Ending {
  /** undefined if a signal ended the command; 127 if the command could not be started */
  code: number | undefined
  signal: string | undefined
  tookMs: number
}

/** `ending` is undefined if tfsso did not try to start the command. */
export interface LayerResult {
  name: string
  ending: Ending | undefined
}

/** Whether exit code 2 can mean changes, as with `terraform plan -detailed-exitcode`. */
export function saysChanges(
  command: readonly string[],
  env: Record<string, string | undefined>,
): boolean {
  const options = [...command, ...words(env.TF_CLI_ARGS), ...words(env.TF_CLI_ARGS_plan)]
  return options.some((word) => /^--?detailed-exitcode(=(1|t|true))?$/i.test(word))
}

const words = (text = '') => text.split(/\s+/)

export function hasFailed({ ending }: LayerResult, changesBy2: boolean): boolean {
  if (ending === undefined) return false
  return ending.code !== 0 && !(changesBy2 && ending.code === 2)
}

/** 1 if a layer failed or was not started, otherwise 2 if a layer has changes, otherwise 0. */
export function exitCodeOf(results: readonly LayerResult[], changesBy2: boolean): number {
  const bad = (result: LayerResult) => result.ending === undefined || hasFailed(result, changesBy2)
  if (results.some(bad)) return 1
  return results.some(({ ending }) => ending?.code === 2) ? 2 : 0
}

export function describe(result: LayerResult, changesBy2: boolean): string {
  const { ending } = result
  if (ending === undefined) return 'not started'
  if (ending.signal !== undefined) return `ended by ${ending.signal}`
  if (!hasFailed(result, changesBy2)) return ending.code === 2 ? 'changes' : 'ok'
  return `failed (exit code ${ending.code})`
}

/**
 * A table of the results. The line below the table counts the layers: ok (with or without changes), failed, not started
 * and disabled.
 */
export function renderSummary(
  results: readonly LayerResult[],
  changesBy2: boolean,
  leftOut: number,
): string {
  const lines = results.map((result) => [
    `  ${result.name}`,
    describe(result, changesBy2),
    result.ending ? formatDuration(result.ending.tookMs) : '-',
  ])
  const failed = results.filter((result) => hasFailed(result, changesBy2)).length
  const skipped = results.filter(({ ending }) => ending === undefined).length
  const counts = [
    `${results.length - failed - skipped} of ${results.length} ${results.length === 1 ? 'layer' : 'layers'} ok`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} not started`] : []),
    ...(leftOut > 0 ? [`${leftOut} disabled (--) and skipped`] : []),
  ]
  return `${renderTable(['  Layer', 'Result', 'Time'], lines)}tfsso: ${counts.join(', ')}.\n`
}
