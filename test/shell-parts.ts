import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { readParts } from '../assemble.mjs'
import { grantValues } from '../lib/grant/grant.ts'
import { generatedParts } from '../lib/shell-parts.ts'
import { repository } from './rig/install.ts'
import { findMistakes, showToShellcheck } from './rig/shell-part.ts'

/*
 * Checks all parts, and the scripts that use parts. The line that declares a part's variables becomes code for
 * shellcheck. So shellcheck reports variables that are never set or never read. It also reports variables that the line
 * declares and the part does not use.
 */

const parts = readParts(path.join(repository, 'libexec'), generatedParts())
const scripts = Object.fromEntries(
  ['shims/terraform', 'shims/tofu', 'shims/terragrunt', 'bin/tfsso', 'libexec/credentials'].map(
    (name) => [name, fs.readFileSync(path.join(repository, name), 'utf8')],
  ),
)
const values = grantValues.map((name) => `tfsso_${name}`)
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'tfsso-parts-'))
try {
  for (const [name, text] of Object.entries(parts))
    for (const mistake of findMistakes(text, parts)) {
      process.stderr.write(`libexec/${name}: ${mistake}\n`)
      process.exitCode = 1
    }
  for (const [name, text] of Object.entries({ ...scripts, ...parts }))
    fs.writeFileSync(
      path.join(directory, path.basename(name)),
      showToShellcheck(text, parts, values),
    )
  execFileSync('shellcheck', fs.readdirSync(directory), { cwd: directory, stdio: 'inherit' })
} catch {
  process.exitCode = 1
} finally {
  fs.rmSync(directory, { recursive: true })
}
