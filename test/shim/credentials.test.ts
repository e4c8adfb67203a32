import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { copyInstallation } from '../rig/install.ts'
import { write } from '../rig/project.ts'
import { runInTurn } from '../rig/run-in-turn.ts'
import { shells } from '../rig/shells.ts'
import { makeWorld } from '../rig/world.ts'

test('in every shell libexec/credentials prints the role’s fresh credentials without node', async (t) => {
  const world = await makeWorld(t, { prefix: copyInstallation() })
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  await world.terraform(['plan'], { cwd })
  const { env } = world.lastStart()
  const config = fs.readFileSync(env.AWS_CONFIG_FILE ?? '', 'utf8')
  const [, args = ''] = /libexec\/credentials" (222222222222 DevOpsPrd .*)/.exec(config) ?? []
  const words = args.split(' ').map((word) => word.replace(/^"(.*)"$/, '$1'))
  write(path.join(world.prefix, 'libexec/node-path'), '/bin/false\n')
  const ask = (...rows: [given: string[], extra?: Record<string, string>][]) =>
    runInTurn(
      world,
      shells.flatMap((shell) =>
        rows.map(([given, env = {}]) => ({
          ...{ script: 'libexec/credentials', args: given, shell, cwd: '/', env },
          what: `${shell[0]}: ${JSON.stringify([given, env])}`,
        })),
      ),
    )

  for (const { what, exitCode, stdout, stderr } of await ask([words])) {
    t.deepEqual([exitCode, stderr], [0, ''], what)
    t.like(JSON.parse(stdout), {
      Version: 1,
      AccessKeyId: env.AWS_ACCESS_KEY_ID,
      SecretAccessKey: env.AWS_SECRET_ACCESS_KEY,
      SessionToken: env.AWS_SESSION_TOKEN,
    })
  }

  const [account = '', role = '', session = '', startUrl = '', region = ''] = words
  // tfsso must not use these copies of the role's credentials. Their paths name another role, another account, or no
  // account.
  const kept = path.join(world.home, '.cache/tfsso/credentials')
  for (const to of ['222222222222/Admin', '111111111111/DevOpsPrd', 'DevOpsPrd']) {
    fs.mkdirSync(path.dirname(path.join(kept, to)), { recursive: true })
    fs.cpSync(path.join(kept, '222222222222/DevOpsPrd'), path.join(kept, to), {
      preserveTimestamps: true,
    })
  }
  const other = path.join(world.root, 'other home')
  const cache = { XDG_CACHE_HOME: path.join(world.home, '.cache') }
  for (const { what, exitCode, stdout } of await ask(
    [[account, 'ReadOnly', session, startUrl, region]],
    [[account, 'Admin', session, startUrl, region]],
    [[account, '../DevOpsPrd', session, startUrl, region]],
    [['111111111111', role, session, startUrl, region]],
    [[account, role, 'other', startUrl, region]],
    [[account, role, session, `${startUrl}x`, region]],
    [[account, role, session, startUrl, 'eu-west-1']],
    [words, { HOME: other, ...cache }],
    [words, { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }],
    [words, { AWS_ENDPOINT_URL_SSO: 'http://127.0.0.1:9' }],
  ))
    t.deepEqual([exitCode, stdout], [1, ''], what)

  const codes = async () => new Set((await ask([words])).map(({ exitCode }) => exitCode))
  const file = path.join(kept, '222222222222/DevOpsPrd')
  const { atime, mtime } = fs.statSync(file)
  fs.utimesSync(file, new Date(), new Date(Date.now() - 1000))
  t.deepEqual(await codes(), new Set([1]), 'its time has come')
  fs.utimesSync(file, atime, mtime)
  t.deepEqual(await codes(), new Set([0]))
  fs.utimesSync(path.dirname(file), new Date('2040-01-01'), new Date('2040-01-01'))
  t.deepEqual(await codes(), new Set([1]), 'the clock went back')
})
