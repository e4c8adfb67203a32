import os from 'node:os'
import { examine } from '../doctor/examine.ts'
import { makeReport, renderReport } from '../doctor/report.ts'
import { version } from '../files/version.ts'
import { writeOutput } from '../terminal/output.ts'
import { pageFor } from '../terminal/page.ts'
import { orElse } from '../text/attempt.ts'
import { renderJson } from '../text/json.ts'
import { exitCode } from '../text/problem.ts'

/** `tfsso doctor`. Exit code 1 if something is broken. */
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
  writeOutput(json ? renderJson(report) : renderReport(report, pageFor(stdout, env, color)))
  return report.broken > 0 ? exitCode.failure : 0
}

/** Undefined if the system does not know it, as in some containers. */
function loginShell(): string | undefined {
  return orElse(() => os.userInfo().shell || undefined, undefined)
}
