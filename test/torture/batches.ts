import { inspect } from 'node:util'
import fc from 'fast-check'

/**
 * Checks cases of fast-check in batches, because one process for each case would take hours. If a batch fails, checks
 * its cases one by one. Then throws an error with the seed and the first case that fails alone, if there is one.
 */
export async function inBatches<T>(
  arbitrary: fc.Arbitrary<T>,
  { total, batch = 500 }: { total: number; batch?: number },
  check: (cases: readonly T[]) => void | Promise<void>,
): Promise<void> {
  const seed = Number(process.env.TFSSO_TORTURE_SEED ?? Math.floor(Math.random() * 2 ** 31))
  const all = fc.sample(arbitrary, { numRuns: total, seed })
  for (let from = 0; from < total; from += batch) {
    const cases = all.slice(from, from + batch)
    const error = await failureOf(check, cases)
    if (error === undefined) continue
    for (const one of cases) {
      const own = await failureOf(check, [one])
      if (own === undefined) continue
      const shown = inspect(one, { depth: 6, maxStringLength: 300, breakLength: 100 })
      throw new Error(`TFSSO_TORTURE_SEED=${seed}: ${shown}\n${own}`)
    }
    throw new Error(`TFSSO_TORTURE_SEED=${seed}, and no case does it alone: ${error}`)
  }
}

async function failureOf<T>(
  check: (cases: readonly T[]) => void | Promise<void>,
  cases: readonly T[],
): Promise<string | undefined> {
  try {
    await check(cases)
    return undefined
  } catch (error) {
    return String(error instanceof Error ? error.stack : error).slice(0, 2000)
  }
}
