import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { findMentions } from '../../../lib/project/layer-mentions.ts'
import { ParsedCache } from '../../../lib/project/parsed.ts'
import { temporary } from '../../rig/install.ts'

test('no value of a tfvars file gets into the cache, except names of profiles', async (t) => {
  const directory = temporary('tfsso-mentions-')
  const text = 'db_password = "hunter2"\nprofile = "bb-shared-devops"\nother = "bb-prd-devops"\n'
  const varFiles = [{ file: '/config/common.tfvars', text, sha256: 'a' }]
  const sources = { project: 'bb', modules: [], known: new Map(), varFiles, ownTfvars: [] }
  for (const run of ['parsed', 'from the cache']) {
    const { names } = await findMentions(sources, new ParsedCache(directory))
    t.deepEqual([...names], ['hunter2', 'bb-shared-devops', 'bb-prd-devops'], run)
  }
  const files = fs.readdirSync(directory).map((name) => path.join(directory, name))
  t.is(files.length, 1)
  for (const file of files) t.notRegex(fs.readFileSync(file, 'utf8'), /hunter2|bb-prd/)
})
