import fs from 'node:fs'
import path from 'node:path'
import { shells } from '../rig/shells.ts'
import { hasStrace, readTrace, traced } from '../rig/strace.ts'
import { needs } from '../rig/terraform.ts'
import { makeWorld } from '../rig/world.ts'

/*
 * Secrets must not be in the arguments of a program, because every user can read these. In some shells printf is such a
 * program.
 */

const needsStrace = needs('strace', hasStrace)

for (const shell of shells)
  needsStrace(`no secret is in the arguments of any program: ${shell[0]}`, async (t) => {
    const world = await makeWorld(t)
    const cwd = world.layer('apps-prd/us-east-1/network')
    await world.logIn()
    t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
    const { AWS_CONFIG_FILE: config = '' } = world.lastStart().env
    const [, words = ''] =
      /libexec\/credentials" (222222222222 DevOpsPrd .*)/.exec(fs.readFileSync(config, 'utf8')) ??
      []
    t.not(words, '')
    const sh = shell.join(' ')
    const own = `${sh} "${world.prefix}`
    for (const [what, line, exitCode] of [
      ['the credential process', `${own}/libexec/credentials" ${words}`, 0],
      ['env', `${own}/bin/tfsso" env`, 0],
      ['env --json', `${own}/bin/tfsso" env --json`, 0],
      ['a run', `${own}/shims/terraform" plan`, 0],
      ['a failure of sh', `TFSSO_TERRAFORM=/nowhere ${own}/shims/terraform" plan`, 127],
      ['a failure of node', `TFSSO_ROLE=Nobody ${own}/shims/terraform" plan`, 77],
    ] as const) {
      const log = path.join(world.root, 'trace')
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
