import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { obtainIn } from '../rig/credential-source.ts'
import { startUrl, write } from '../rig/project.ts'
import { longAgo, putToken, tokenFile, tokenOf } from '../rig/token.ts'
import { makeWorld, type World } from '../rig/world.ts'

const logins = ({ emulator }: World) => emulator.count('RegisterClient')
const section = (name: string, more = '') =>
  `[sso-session ${name}]\nsso_start_url = ${startUrl}\nsso_region = us-east-1\n${more}\n`

/** A world in which another project or tool has logged in: the token's file is named after another session. */
async function elsewhere(t: import('ava').ExecutionContext) {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/network')
  await world.logIn()
  fs.renameSync(tokenFile(world), tokenFile(world, 'other'))
  return { world, cwd }
}

test('a token of the portal is used, and is refreshed in its own file, even if the file is named after another session', async (t) => {
  const { world } = await elsewhere(t)
  t.is((await obtainIn(world)).code, 0)
  putToken(world, { expiresAt: longAgo }, 'other')
  fs.rmSync(path.join(world.home, '.cache'), { recursive: true })
  t.is((await obtainIn(world)).code, 0)
  t.is(logins(world), 1)
  t.is(world.emulator.count('CreateToken:refresh_token'), 1)
  t.not(tokenOf(world, 'other')?.expiresAt, longAgo)
  t.is(tokenOf(world), undefined)
})

test('a token without tfsso’s scope is not used', async (t) => {
  const { world } = await elsewhere(t)
  putToken(world, { scopes: ['codewhisperer:completions'] }, 'other')
  t.is((await obtainIn(world)).code, 77)
})

test('a grant that was made with the token of another session is not good after that token is removed', async (t) => {
  const { world, cwd } = await elsewhere(t)
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
  fs.rmSync(tokenFile(world, 'other'))
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 77)
})

test('TFSSO_SESSION names the session that a login is stored under; a session of another portal is refused', async (t) => {
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

test('a login asks for tfsso’s scope and for the scopes of the sso-session, and replaces the whole token file', async (t) => {
  const world = await makeWorld(t)
  const scopes = 'sso_registration_scopes = sso:account:access, codewhisperer:completions'
  write(path.join(world.home, '.aws/config'), section('mine', scopes))
  putToken(world, { scopes: ['sso:account:access'], unknown: 'old' }, 'mine')
  const { exitCode, screen } = await world.inTerminal('tfsso login')
  t.is(exitCode, 0, screen)
  t.deepEqual(tokenOf(world, 'mine')?.scopes, ['sso:account:access', 'codewhisperer:completions'])
  t.is(tokenOf(world, 'mine')?.unknown, undefined)
  // The second `tfsso login` only refreshes the token. Unlike a new login, a refresh keeps unknown fields.
  putToken(world, { expiresAt: longAgo, unknown: 'kept' }, 'mine')
  t.is((await world.tfsso(['login'])).exitCode, 0)
  t.is(tokenOf(world, 'mine')?.unknown, 'kept')
})

test('if only a token under another name is valid, login stores one for the sso-session, which other tools can use', async (t) => {
  const { world } = await elsewhere(t)
  const config = path.join(world.home, '.aws/config')
  t.regex((await world.tfsso(['login'])).stderr, /already logged in/)
  write(config, section('bb'))
  const refused = await world.tfsso(['login'], { env: { TFSSO_LOGIN: 'never' } })
  t.regex(refused.stderr, /already logged in/)
  t.is(logins(world), 1)
  const { exitCode, screen } = await world.inTerminal('tfsso login')
  t.is(exitCode, 0, screen)
  t.regex(screen, /tfsso: logged in at /)
  t.not(tokenOf(world), undefined)
  t.not(tokenOf(world, 'other'), undefined)
  t.regex((await world.tfsso(['login'])).stderr, /already logged in/)
  // Other tools can't use an expired token. So login refreshes this token, although the token of `other` is valid.
  putToken(world, { expiresAt: longAgo })
  t.regex((await world.tfsso(['login'])).stderr, /logged in/)
  t.not(tokenOf(world)?.expiresAt, longAgo)
  t.is(logins(world), 2)
  t.is(world.emulator.count('CreateToken:refresh_token'), 1)
})
