import fs from 'node:fs'
import path from 'node:path'
import { needs } from '../rig/needs.ts'
import { shareWorld } from '../rig/shared-world.ts'
import { shells } from '../rig/shells.ts'
import { hasStrace, readTrace, traced } from '../rig/strace.ts'

/*
 * Every user can read a program's arguments, so they must contain no secrets. In some shells even printf is a separate
 * program.
 */

const needsStrace = needs('strace', hasStrace)

/** `words`: the credential process's arguments */
const granted = shareWorld(async (world) => {
  const cwd = world.layer('apps-prd/us-east-1/network')
  await world.logIn()
  await world.terraform(['plan'], { cwd })
  const config = fs.readFileSync(world.lastStart().env.AWS_CONFIG_FILE ?? '', 'utf8')
  const [, words = ''] = /libexec\/credentials" (222222222222 DevOpsPrd .*)/.exec(config) ?? []
  return { world, cwd, words }
})

for (const [number, shell] of shells.entries())
  needsStrace(`no secret is in the arguments of any program: ${shell[0]}`, async (t) => {
    const { world, cwd, words } = await granted(t)
    t.not(words, '')
    const sh = shell.join(' ')
    const own = `${sh} "${world.prefix}`
    const broken = 'TFSSO_NODE_OPTIONS=--no-such-option'
    for (const [what, line, exitCode] of [
      ['the credential process', `${own}/libexec/credentials" ${words}`, 0],
      ['env', `${own}/bin/tfsso" env`, 0],
      ['env --json', `${own}/bin/tfsso" env --json`, 0],
      ['a run', `${own}/shims/terraform" plan`, 0],
      ['a failure of sh', `TFSSO_TERRAFORM=/nowhere ${own}/shims/terraform" plan`, 127],
      // One shell is enough for what node does. In the other shells, an unknown option ends node at once.
      [
        'a failure of node',
        `TFSSO_ROLE=Nobody ${number ? broken : ''} ${own}/shims/terraform" plan`,
        number ? 1 : 77,
      ],
    ] as const) {
      const log = path.join(world.root, `trace ${number}`)
      const outcome = await world.run('sh', ['-c', traced(log, line)], { cwd })
      t.is(outcome.exitCode, exitCode, `${what}: ${outcome.stderr}`)
      const secrets = world.emulator.issued.flatMap(({ secretAccessKey, sessionToken }) => [
        secretAccessKey,
        sessionToken,
      ])
      t.not(secrets.length, 0)
      for (const { file, argv } of readTrace(log))
        for (const secret of secrets) t.false(argv.includes(secret), `${what}: ${file}`)
    }
  })
