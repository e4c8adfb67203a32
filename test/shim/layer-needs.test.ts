import path from 'node:path'
import test from 'ava'
import { write } from '../rig/project.ts'
import { runInTurn } from '../rig/run-in-turn.ts'
import { makeWorld } from '../rig/world.ts'

const encryption = 'terraform {\n  encryption {\n    plan {\n      enforced = true\n    }\n  }\n}\n'
const computed = 'module "m" {\n  source = "./${var.which}"\n}\n'

/** Each row: a layer's files, and the tools that get var-files for `apply PLANFILE`. */
const plans: [title: string, files: Record<string, string>, tools: string][] = [
  ['no encryption', { 'main.tf': 'locals {}\n' }, ''],
  ['in a comment', { 'main.tf': '# encryption {}\n' }, ''],
  ['an encryption block', { 'main.tf': encryption }, 'tofu'],
  ['in a .tofu file', { 'main.tofu': encryption }, 'tofu'],
  ['in JSON', { 'x.tf.json': '{"terraform": {"encryption": {"plan": {}}}}' }, 'tofu'],
  ['in a .tf file that a .tofu file replaces', { 'a.tf': encryption, 'a.tofu': '' }, ''],
]
test('apply with a plan file gets var-files only if tofu could have encrypted the plan', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  const runs = plans.flatMap(([title, files, tools], i) => {
    const cwd = path.join(world.project, `apps-prd/plan ${i}`)
    for (const [name, text] of Object.entries(files)) write(path.join(cwd, name), text)
    return (['terraform', 'tofu'] as const).map((tool) => ({
      ...{ title, tool, args: ['apply', 'planned'], cwd, isGiven: tools.includes(tool) },
    }))
  })
  for (const { title, tool, isGiven, exitCode, env } of await runInTurn(world, runs)) {
    const given = env.TF_CLI_ARGS_apply !== undefined
    t.deepEqual([exitCode, given], [0, isGiven], `${title}: ${tool}`)
  }
})

/** `takes`: commands that accept -var-file in Terraform 1.15.9, but not in older versions */
const takes =
  'get|graph|modules|providers|providers lock|providers mirror d|providers schema -json|show|show p|state mv a b|state pull|state push f|state replace-provider a b|state rm a|taint a|validate'
const refuses =
  'output|state list|state show a|state identities|untaint a|workspace list|workspace new x|force-unlock id|version|fmt'

test("commands that read modules get var-files if a module's source needs them", async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  const literal = path.join(world.project, 'apps-prd/literal')
  write(path.join(literal, 'main.tf'), 'module "m" {\n  source = "./m"\n}\n')
  const direct = path.join(world.project, 'apps-prd/direct')
  write(path.join(direct, 'main.tf'), computed)
  const below = path.join(world.project, 'apps-prd/below')
  write(path.join(below, 'main.tf'), 'module "m" {\n  source = "./m"\n}\n')
  write(path.join(below, 'm/main.tf'), computed)
  const runs = (
    [
      [literal, takes, false],
      [direct, takes, true],
      [below, takes, true],
      [direct, refuses, false],
    ] as const
  ).flatMap(([cwd, commands, isGiven]) =>
    commands.split('|').map((line) => ({ args: line.split(' '), cwd, isGiven })),
  )
  for (const { args, cwd, isGiven, starts, env } of await runInTurn(world, runs)) {
    const names = Object.keys(env).filter((name) => /^TF_CLI_ARGS/.test(name))
    const what = `${path.basename(cwd)}: ${args}: ${names}`
    t.deepEqual([starts.length, names.length > 0], [1, isGiven], what)
  }
})
