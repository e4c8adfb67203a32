import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { Subject } from './measure.ts'

/** What people could use instead of tfsso: comparable commands. */
const commands: Record<string, string[]> = {
  'aws configure export-credentials': [
    'aws',
    'configure',
    'export-credentials',
    '--profile',
    'static',
  ],
  'tfenv version-name': ['tfenv', 'version-name'],
  'mise which terraform': ['mise', 'which', 'terraform'],
  'leverage --version': ['leverage', '--version'],
}

/** `missing` names the commands that are not installed here, or that fail. */
export function findPeers(directory: string): {
  subjects: Record<string, Subject>
  missing: string[]
} {
  const home = path.join(directory, 'peer-home')
  fs.mkdirSync(path.join(home, '.aws'), { recursive: true })
  fs.writeFileSync(
    path.join(home, '.aws/credentials'),
    '[static]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = example\n',
  )
  const env = { PATH: process.env.PATH ?? '', HOME: home, PYENV_ROOT: process.env.PYENV_ROOT ?? '' }
  const subjects: Record<string, Subject> = {}
  const missing: string[] = []
  for (const [name, [file = '', ...args]] of Object.entries(commands)) {
    try {
      execFileSync(file, args, { cwd: directory, env, stdio: 'ignore' })
      subjects[name] = { file, args, cwd: directory, env }
    } catch {
      missing.push(name)
    }
  }
  return { subjects, missing }
}
