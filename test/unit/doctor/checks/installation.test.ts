import fs from 'node:fs'
import test from 'ava'
import { parts } from '../../../../lib/doctor/checks/installation.ts'
import { repository } from '../../../rig/install.ts'

test('the parts that are looked for are those that the scripts read', (t) => {
  const files = ['shims/terraform', 'shims/tofu', 'bin/tfsso']
  for (const name of fs.readdirSync(`${repository}/libexec`))
    if (name.endsWith('.sh')) files.push(`libexec/${name}`)
  const text = files.map((file) => fs.readFileSync(`${repository}/${file}`, 'utf8')).join('\n')
  const reads = /(?:tfsso_read |command \. "\$tfsso_prefix\/libexec\/)([a-z-]+)/g
  t.deepEqual([...new Set([...text.matchAll(reads)].map(([, part]) => part))].sort(), [...parts])
})
