import os from 'node:os'
import { examine } from '../doctor/examine.ts'
import { makeReport, renderReport } from '../doctor/report.ts'
import { writeOutput } from '../terminal/output.ts'
import { pageFor } from '../terminal/page.ts'
import { exitCode } from '../text/problem.ts'
import { version } from './version.ts'

/** `tfsso doctor`: what is wrong, and what to do. Exit code 1 where something is broken. */
export async function doctor({ json, color }: { json: boolean; color: boolean }): Promise<number> {
  const { env, stdout } = process
  const checks = await examine({
    directory: process.cwd(),
    prefix: env.TFSSO_PREFIX ?? '',
    version: version(),
    env,
    shell: env.SHELL || loginShell(),
  })
  const report = makeReport(version(), checks)
  writeOutput(
    json
      ? `${JSON.stringify(report, null, 2)}\n`
      : renderReport(report, pageFor(stdout, env, color)),
  )
  return report.broken > 0 ? exitCode.failure : 0
}

/** As the system has it; undefined for a user that it does not know, as in some containers. */
function loginShell(): string | undefined {
  try {
    return os.userInfo().shell || undefined
  } catch {
    return undefined
  }
}
