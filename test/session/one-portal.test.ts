import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { startUrl, write } from '../rig/project.ts'
import { longAgo, putToken, tokenFile, tokenOf } from '../rig/token.ts'
import { makeWorld, type World } from '../rig/world.ts'

const logins = ({ emulator }: World) => emulator.count('RegisterClient')
const section = (name: string, more = '') =>
  `[sso-session ${name}]\nsso_start_url = ${startUrl}\nsso_region = us-east-1\n${more}\n`

/** A world whose token is stored under the session name of another project or another tool. */
async function elsewhere(t: import('ava').ExecutionContext) {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/network')
  await world.logIn()
  fs.renameSync(tokenFile(world), tokenFile(world, 'other'))
  return { world, cwd }
}

test('a token of the portal works under any session’s name, and is refreshed there', async (t) => {
  const { world, cwd } = await elsewhere(t)
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
  putToken(world, { expiresAt: longAgo }, 'other')
  fs.rmSync(path.join(world.home, '.cache'), { recursive: true })
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
  t.is(logins(world), 1)
  t.is(world.emulator.count('CreateToken:refresh_token'), 1)
  t.not(tokenOf(world, 'other')?.expiresAt, longAgo)
  t.is(tokenOf(world), undefined)
})

test('a token whose scopes are for something else is not used', async (t) => {
  const { world, cwd } = await elsewhere(t)
  putToken(world, { scopes: ['codewhisperer:completions'] }, 'other')
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 77)
})

test('another session’s token file can be an input of a grant', async (t) => {
  const { world, cwd } = await elsewhere(t)
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
  fs.rmSync(tokenFile(world, 'other'))
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 77)
})

test('TFSSO_SESSION names the session that a login is stored under; one of another portal is refused', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/network')
  const env = { TFSSO_SESSION: 'mine' }
  t.is((await world.inTerminal('terraform plan', { cwd, env })).exitCode, 0)
  t.not(tokenOf(world, 'mine'), undefined)
  t.is(tokenOf(world), undefined)
  write(
    path.join(world.home, '.aws/config'),
    section('x').replace(startUrl, 'https://x.awsapps.com/start'),
  )
  const wrong = await world.terraform(['plan'], { cwd, env: { TFSSO_SESSION: 'x' } })
  t.is(wrong.exitCode, 78, wrong.stderr)
  t.regex(wrong.stderr, /TFSSO_SESSION is x, a session at https:\/\/x\.awsapps/)
})

test('a login also asks for the scopes of the sso-session, and replaces the whole file', async (t) => {
  const world = await makeWorld(t)
  const scopes = 'sso_registration_scopes = sso:account:access, codewhisperer:completions'
  write(path.join(world.home, '.aws/config'), section('mine', scopes))
  putToken(world, { scopes: ['sso:account:access'], unknown: 'old' }, 'mine')
  const { exitCode, screen } = await world.inTerminal('tfsso login')
  t.is(exitCode, 0, screen)
  t.deepEqual(tokenOf(world, 'mine')?.scopes, ['sso:account:access', 'codewhisperer:completions'])
  t.is(tokenOf(world, 'mine')?.unknown, undefined)
  // A refresh keeps unknown fields.
  putToken(world, { expiresAt: longAgo, unknown: 'kept' }, 'mine')
  t.is((await world.tfsso(['login'])).exitCode, 0)
  t.is(tokenOf(world, 'mine')?.unknown, 'kept')
})
