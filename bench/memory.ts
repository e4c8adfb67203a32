import { execFile } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Subject } from './measure.ts'

/** The most memory that the subject's node uses at one time, in KiB (getrusage's maxrss). */
export async function maxMemory(subject: Subject, directory: string): Promise<number> {
  const hook = path.join(directory, 'hook.cjs')
  const report = path.join(directory, 'memory')
  fs.writeFileSync(
    hook,
    `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(report)}, String(process.resourceUsage().maxRSS)))`,
  )
  fs.rmSync(report, { force: true })
  subject.before?.()
  // tfsso starts its node with TFSSO_NODE_OPTIONS in place of NODE_OPTIONS. Any other node reads only NODE_OPTIONS.
  const options = `--require "${hook}"`
  await promisify(execFile)(subject.file, subject.args ?? [], {
    cwd: subject.cwd,
    env: { ...subject.env, TFSSO_NODE_OPTIONS: options, NODE_OPTIONS: options },
  })
  return Number(fs.readFileSync(report, 'utf8'))
}
