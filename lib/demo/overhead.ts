/** How much longer a command takes through the shim than by itself: medians of interleaved runs, ms. */
export interface Overhead {
  bareMs: number
  shimMs: number
}

const runs = 15

/** Measures the warm path in a layer, with `stand` (a program that does nothing) in terraform's place. */
export async function measureOverhead(
  cwd: string,
  env: Record<string, string>,
  shim: string,
  stand: string,
): Promise<Overhead> {
  const { execa } = await import('execa')
  const bare: number[] = []
  const through: number[] = []
  const time = async (file: string, into: number[], extra: Record<string, string> = {}) => {
    const started = performance.now()
    await execa(file, ['plan'], {
      cwd,
      env: { ...env, ...extra },
      extendEnv: false,
      stdio: 'ignore',
    })
    into.push(performance.now() - started)
  }
  for (let run = 0; run < runs; run++) {
    await time(stand, bare)
    await time(shim, through, { TFSSO_TERRAFORM: stand })
  }
  return { bareMs: median(bare), shimMs: median(through) }
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
