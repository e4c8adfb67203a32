import fs from 'node:fs'
import path from 'node:path'
import anyTest from 'ava'
import { toolsInTurn } from '../rig/terraform.ts'
import { makeWorld, type World } from '../rig/world.ts'

const test = toolsInTurn(3)

const names = [
  'apps-prd/us-east-1/base-network',
  'apps-prd/us-east-1/k8s-eks-demoapps/cluster',
  'apps-prd/us-east-1/k8s-eks-demoapps/storage/efs',
  'security/global/base-identities',
  'shared/global/base-dns/binbash.com.ar',
  'shared/us-east-1/base-network',
]

function expectedWriters(world: World): string[] {
  return names
    .map((name) => {
      const account = world.account(name.split('/')[0] ?? '')
      return `bb-${account.name}-terraform-backend/${name}/terraform.tfstate ${account.id} ${account.role}`
    })
    .sort()
}

const writers = ({ emulator }: World) =>
  emulator.objects
    .map(({ bucket, key, accountId, role }) => `${bucket}/${key} ${accountId} ${role}`)
    .sort()

/** One layer of each account. */
const some = names.filter((_, at) => [1, 3, 5].includes(at))

const makefile = (terraform: string) => `layers := ${names.join(' ')}
some := ${some.join(' ')}
.PHONY: all loop recursive $(layers)
all: $(layers)
$(layers):
\tcd $@ && ${terraform} init -input=false && ${terraform} apply -auto-approve
loop:
\tset -e; for layer in $(some); do (cd $$layer && yes yes | ${terraform} apply -replace=terraform_data.this); done
recursive:
\tset -e; for layer in $(some); do $(MAKE) -C $$layer name; done
`

async function makeLayers(t: Parameters<typeof makeWorld>[0]): Promise<World> {
  const world = await makeWorld(t, { grantsHere: true })
  for (const name of names) {
    const layer = world.layer(name)
    fs.writeFileSync(
      path.join(layer, 'Makefile'),
      `name:\n\t@${world.command} output -raw name; echo\n`,
    )
  }
  fs.writeFileSync(path.join(world.project, 'Makefile'), makefile(world.command))
  return world
}

test('make -j6 on six layers with no session: one login serves all, and no job fails', async (t) => {
  const world = await makeLayers(t)
  world.useRealTerraform()
  const { emulator, project } = world
  const { exitCode, screen } = await world.inTerminal('make -j6')
  t.is(exitCode, 0, screen)
  t.is(emulator.count('StartDeviceAuthorization'), 1)
  t.is(emulator.count('GetRoleCredentials'), 3, 'one for each role')
  t.is(screen.match(/Apply complete!/g)?.length, names.length)
  t.deepEqual(writers(world), expectedWriters(world))

  // From here on there is a session, but no terminal.
  const before = emulator.objects.map(({ body }) => body.toString())
  const loop = await world.run('make', ['loop'], { cwd: project })
  t.is(loop.exitCode, 0, loop.stderr)
  t.is(loop.stdout.match(/Apply complete!/g)?.length, some.length)
  const rewritten = emulator.objects.filter(({ body }) => !before.includes(body.toString()))
  t.is(rewritten.length, some.length)
  t.deepEqual(writers(world), expectedWriters(world))

  const recursive = await world.run('make', ['-s', '--no-print-directory', 'recursive'], {
    cwd: project,
  })
  t.is(recursive.exitCode, 0, recursive.stderr)
  const accounts = some.map((name) => `bb-${name.split('/')[0]}`)
  t.deepEqual(recursive.stdout.trim().split('\n'), accounts)
  t.is(emulator.count('StartDeviceAuthorization'), 1)
})

anyTest('if a login is denied, all jobs of make -j6 fail without another login', async (t) => {
  const world = await makeLayers(t)
  world.emulator.settings.approval = 'deny'
  const { exitCode, screen } = await world.inTerminal('make -k -j6')
  t.is(exitCode, 2, screen)
  t.is(screen.match(/\*\*\* \[Makefile:\d+: \S+\] Error 77/g)?.length, names.length, screen)
  t.is(world.emulator.count('StartDeviceAuthorization'), 1)
  t.deepEqual(writers(world), [])
})
