import { execFileSync } from 'node:child_process'
import fs from 'node:fs'

const program = `
import json, sys
from botocore.compat import compat_shell_split
from botocore.configloader import load_config
loaded = {}
for line in sys.stdin:
    asked = json.loads(line)
    config = loaded.setdefault(asked["file"], None) or load_config(asked["file"])
    loaded[asked["file"]] = config
    process = config["profiles"][asked["profile"]]["credential_process"]
    print(json.dumps(compat_shell_split(process)))
`

let isThere: boolean | undefined

function hasBotocore(): boolean {
  try {
    execFileSync('python3', ['-c', 'import botocore'], { stdio: 'ignore' })
    return true
  } catch {
    const list = process.env.TFSSO_TEST_SKIPPED
    if (list) fs.appendFileSync(list, 'AWS configs as Python reads them (no botocore)\n')
    return false
  }
}

/**
 * Returns the words of each profile's credential_process, as botocore (AWS CLI, boto3) reads them. Returns undefined
 * without botocore.
 */
export function splitByBotocore(
  asked: { file: string; profile: string }[],
): string[][] | undefined {
  isThere ??= hasBotocore()
  if (!isThere) return undefined
  const input = asked.map((one) => `${JSON.stringify(one)}\n`).join('')
  const output = execFileSync('python3', ['-c', program], { input, maxBuffer: 2 ** 30 })
  return output
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}
