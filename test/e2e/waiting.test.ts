import fs from 'node:fs'
import path from 'node:path'
import { write } from '../rig/project.ts'
import { toolsInTurn } from '../rig/terraform.ts'
import { makeWorld, type World } from '../rig/world.ts'

const test = toolsInTurn()

function edit(file: string, change: (text: string) => string): void {
  const text = fs.readFileSync(file, 'utf8')
  const changed = change(text)
  if (changed === text) throw new Error(`nothing to change in ${file}`)
  fs.writeFileSync(file, changed)
}

/** Each function makes a change while terraform waits for a yes. In this order, no change prevents a later one. */
const changes: ((world: World, layer: string) => Promise<void>)[] = [
  async function anotherRunWithAnotherRole(world, layer) {
    const env = { TFSSO_ROLE: 'ReadOnly' }
    const args = ['plan', '-lock=false']
    const { exitCode, stderr } = await world.terraform(args, { cwd: layer, env })
    if (exitCode !== 0) throw new Error(stderr)
  },
  async function anotherSession(world) {
    const logout = await world.tfsso(['logout'])
    if (logout.exitCode !== 0) throw new Error(logout.stderr)
    await world.logIn()
  },
  async function anotherRole({ project }) {
    const file = path.join(project, 'apps-prd/config/account.tfvars')
    edit(file, (text) => text.replace('DevOpsPrd', 'ReadOnly'))
  },
  async function swappedIds({ project }) {
    const other: Record<string, string> = {
      111111111111: '222222222222',
      222222222222: '111111111111',
    }
    const file = path.join(project, 'config/common.tfvars')
    edit(file, (text) => text.replaceAll(/\d{12}/g, (id) => other[id] ?? id))
  },
  async function anotherBranch({ project }, layer) {
    // When git switches branches, it removes the old files and writes new ones. This function does the same.
    fs.rmSync(path.join(project, 'apps-prd/config'), { recursive: true })
    const config = path.join(project, 'apps-prd/config')
    write(path.join(config, 'account.tfvars'), 'environment = "shared"\nsso_role = "DevOps"\n')
    write(path.join(config, 'backend.tfvars'), 'profile = "bb-shared-devops"\n')
    fs.writeFileSync(path.join(layer, 'main.tf'), 'terraform {\n  backend "local" {}\n}\n')
  },
]

test('a run keeps its account and role, whatever changes while it waits for a yes', async (t) => {
  // Credentials live for only 8 s, so the run must get new ones after the changes.
  const world = await makeWorld(t, { roleCredentialSeconds: 8 })
  world.useRealTerraform()
  await world.logIn()
  const cwd = world.layer('apps-prd/us-east-1/base-network')
  t.is((await world.terraform(['init'], { cwd })).exitCode, 0)
  const run = world.terminal(`${world.command} apply -no-color`, { cwd })
  await run.shows(/Enter a value:/)
  const before = world.emulator.issued.length
  for (const change of changes) await change(world, cwd)
  const changed = world.emulator.issued.length
  const ends = Math.max(...world.emulator.issued.map(({ expiration }) => expiration))
  await new Promise((resolve) => setTimeout(resolve, ends - Date.now()))
  run.write('yes\r')
  t.is((await run.exited).exitCode, 0, run.screen)
  t.regex(run.screen, /tfsso: apps-prd \(222222222222\) as DevOpsPrd/)
  t.true(
    changed > before && world.emulator.issued.length > changed,
    'credentials were asked for again',
  )
  t.deepEqual(
    world.emulator.objects.map(({ bucket, accountId, role }) => [bucket, accountId, role]),
    [['bb-apps-prd-terraform-backend', '222222222222', 'DevOpsPrd']],
  )
})
