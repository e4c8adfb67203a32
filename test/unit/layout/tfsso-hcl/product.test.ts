import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { requireProject } from '../../../../lib/layout/find.ts'
import { readProject } from '../../../../lib/layout/read.ts'
import { Inputs } from '../../../../lib/project/inputs.ts'
import { ParsedCache } from '../../../../lib/project/parsed.ts'
import { temporary } from '../../../rig/install.ts'
import { write } from '../../../rig/project.ts'
import { s3Layer, ssoBlock } from '../../../rig/repository.ts'

/* A directory belongs to several accounts. The test tries every combination of what decides which account a run gets. */

const account = (name: string, workspaces: string[]) => `account "${name}" {
  id         = "222222222222"
  role       = "Deploy"
  paths      = ["infra"]
  workspaces = ${JSON.stringify(workspaces)}
  buckets    = ["acme-${name}-*"]
}
`
const workspaces: Record<string, string[]> = { prod: ['prod'], dev: ['dev', 'default'] }

/** Each row: a command, and the workspace or bucket in its arguments. */
const commands: [line: string, given?: { workspace?: string; bucket?: string }][] = [
  ['init'],
  ['init -input=false -backend-config=bucket=acme-prod-x', { bucket: 'acme-prod-x' }],
  ['init -reconfigure -backend-config dev.hcl', { bucket: 'acme-dev-x' }],
  ['init -backend-config=dev.hcl -backend-config=bucket=acme-prod-x', { bucket: 'acme-prod-x' }],
  ['plan'],
  ['apply -auto-approve'],
  ['workspace select prod', { workspace: 'prod' }],
  ['workspace new dev', { workspace: 'dev' }],
  ['workspace list'],
  ['workspace delete prod'],
  ['output'],
  ['state list'],
]

test('the right account for every combination of selected workspace, TF_WORKSPACE, stored bucket, TFSSO_ACCOUNT and command', async (t) => {
  const root = temporary('tfsso product-')
  const layer = path.join(root, 'infra')
  write(
    path.join(root, 'tfsso.hcl'),
    ssoBlock('acme') +
      Object.entries(workspaces)
        .map((all) => account(...all))
        .join(''),
  )
  write(path.join(layer, 'main.tf'), s3Layer({ key: 'k' }))
  write(path.join(layer, 'dev.hcl'), 'bucket = "acme-dev-x"\n')
  const cache = new ParsedCache()
  const found = requireProject(layer)
  let [rows, decided] = [0, 0]
  for (const selected of [undefined, 'prod', 'dev', 'other'])
    for (const stored of [undefined, 'acme-prod-y', 'acme-dev-y']) {
      fs.rmSync(path.join(layer, '.terraform'), { recursive: true, force: true })
      const kept = (name: string, text: string) => write(path.join(layer, '.terraform', name), text)
      if (selected) kept('environment', selected)
      const config = { bucket: stored }
      if (stored)
        kept('terraform.tfstate', JSON.stringify({ version: 3, backend: { type: 's3', config } }))
      for (const variable of [undefined, 'prod'])
        for (const chosen of [undefined, 'prod', 'dev', 'gone'])
          for (const [line, given = {}] of commands) {
            const workspace = given.workspace ?? variable ?? selected ?? 'default'
            const bucket = given.bucket ?? stored
            const [fitting] = Object.keys(workspaces).filter(
              (name) =>
                workspaces[name]?.includes(workspace) && bucket?.startsWith(`acme-${name}-`),
            )
            const expected = chosen === 'gone' ? undefined : (chosen ?? fitting)
            const env = { ...process.env, TF_WORKSPACE: variable, TFSSO_ACCOUNT: chosen }
            const run = { env, tool: 'terraform' as const, words: line.split(' ') }
            const sources = { inputs: new Inputs(), cache }
            const reading = await readProject(found, 'own', sources, run)
            const title = JSON.stringify({ selected, stored, variable, chosen, line })
            if (reading.layer?.own.name !== expected) t.fail(`${title}: ${reading.layer?.own.name}`)
            if (Boolean(reading.undecided) !== (expected === undefined)) t.fail(title)
            rows += 1
            if (expected) decided += 1
          }
    }
  t.is(rows, 4 * 3 * 2 * 4 * commands.length)
  t.true(decided > rows / 2)
})
