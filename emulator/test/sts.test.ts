import test from 'ava'
import type { Emulator } from '../server.ts'
import { emulatorFor, roleKeys } from './rig.ts'
import { type Keys, signedFetch } from './signed-fetch.ts'

async function whoAmI(emulator: Emulator, keys: Keys, more: { body?: string; at?: number } = {}) {
  const answer = await signedFetch(keys, {
    service: 'sts',
    method: 'POST',
    url: `${emulator.url}/`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'Action=GetCallerIdentity&Version=2011-06-15',
    ...more,
  })
  const text = await answer.text()
  const element = (name: string) => new RegExp(`<${name}>([^<]*)`).exec(text)?.[1]
  return {
    status: answer.status,
    arn: element('Arn'),
    account: element('Account'),
    userId: element('UserId'),
    code: element('Code'),
  }
}

test('GetCallerIdentity returns the role whose keys signed the request', async (t) => {
  const emulator = await emulatorFor(t)
  const keys = await roleKeys(emulator)
  const identity = await whoAmI(emulator, keys)
  t.like(identity, {
    status: 200,
    account: '111111111111',
    arn: 'arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_DevOps_0123456789abcdef/person',
  })
  t.regex(identity.userId ?? '', /^AROA[0-9A-F]{17}:person$/)
  t.deepEqual(await whoAmI(emulator, await roleKeys(emulator)), identity)
  t.like(emulator.calls.at(-1), { operation: 'GetCallerIdentity', role: 'DevOps', status: 200 })
})

test('wrong or expired keys are refused', async (t) => {
  const emulator = await emulatorFor(t)
  const keys = await roleKeys(emulator)
  const code = async (changed: Partial<Keys>, more = {}) =>
    (await whoAmI(emulator, { ...keys, ...changed }, more)).code
  t.is(await code({ accessKeyId: 'ASIAUNKNOWN' }), 'InvalidClientTokenId')
  t.is(await code({ sessionToken: 'wrong' }), 'InvalidClientTokenId')
  t.is(await code({ secretAccessKey: 'wrong' }), 'SignatureDoesNotMatch')
  t.is(await code({}, { at: Date.now() - 16 * 60_000 }), 'SignatureDoesNotMatch')
  t.is(await code({}, { body: 'Action=GetSessionToken' }), 'InvalidAction')
  t.is(emulator.calls.at(-1)?.operation, 'STS')
  const late = 3_601_000
  emulator.settings.clockOffsetMs = late
  t.is(await code({}, { at: Date.now() + late }), 'ExpiredToken')

  const unsigned = await fetch(emulator.url, {
    method: 'POST',
    body: new URLSearchParams({ Action: 'GetCallerIdentity' }),
  })
  t.is(unsigned.status, 403)
  t.regex(await unsigned.text(), /MissingAuthenticationToken/)
})

test('role credentials stay valid after their session has ended', async (t) => {
  const emulator = await emulatorFor(t)
  const keys = await roleKeys(emulator)
  emulator.revokeSessions()
  t.is((await whoAmI(emulator, keys)).status, 200)
})
