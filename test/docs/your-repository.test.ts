import fs from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { needs } from '../rig/needs.ts'
import { toolOfDocs } from '../rig/real-terraform.ts'
import { makeWorld, useTool } from '../rig/world.ts'
import { fencedBlocks } from './fenced.ts'

const tool = toolOfDocs()
const test = needs('terraform or tofu', Boolean(process.env.CI) || tool !== undefined)

const page = 'docs/your-repository.md'
const [withInit = '', byHand = '', plan = ''] = fencedBlocks(page, 'sh', tool?.command)
for (const [what, start] of [
  ['with tfsso init', withInit],
  ['by hand', byHand],
] as const)
  test(`your own repository, ${what}: the lines of the docs lead to a plan`, async (t) => {
    if (tool) useTool(t, tool)
    const world = await makeWorld(t)
    world.useRealTerraform()
    await world.logIn()
    const script = path.join(world.root, 'lines.sh')
    fs.writeFileSync(script, `set -ex\n${start}${plan}`)
    const { exitCode, ...ran } = await world.run('sh', [script], { cwd: world.home })
    const [stdout, stderr] = [ran.stdout, ran.stderr].map(stripVTControlCharacters)
    t.is(exitCode, 0, `${stdout}\n${stderr}`)
    t.regex(String(stdout), /Plan: 1 to add/)
    t.notRegex(`${stdout}${stderr}`, /Warning/)
    t.regex(`${stdout}${stderr}`, /shared[\s\S]*DevOps/)
  })
