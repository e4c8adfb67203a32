import test from 'ava'
import type { Emulator } from '../server.ts'
import { emulatorFor, roleKeys } from './rig.ts'
import { type Keys, signedFetch } from './signed-fetch.ts'

const arn = 'arn:aws-us-gov:iam::222222222222:role/ci/terraform'

async function ask(emulator: Emulator, keys: Keys | undefined, fields: Record<string, string>) {
  const body = new URLSearchParams({
    Version: '2011-06-15',
    RoleArn: arn,
    RoleSessionName: 'run-1',
    ...fields,
  }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const url = `${emulator.url}/`
  const answer = keys
    ? await signedFetch(keys, { service: 'sts', method: 'POST', url, headers, body })
    : await fetch(url, { method: 'POST', headers, body })
  const text = await answer.text()
  const element = (name: string) => new RegExp(`<${name}>([^<]*)`).exec(text)?.[1] ?? ''
  return { status: answer.status, code: element('Code'), element }
}

const setUp = (t: Parameters<typeof emulatorFor>[0]) =>
  emulatorFor(t, { assumableRoles: [arn], webIdentityTokens: ['a token'] })

test('keys of one account can assume a role of another account', async (t) => {
  const emulator = await setUp(t)
  const { status, element } = await ask(emulator, await roleKeys(emulator), {
    Action: 'AssumeRole',
  })
  t.is(status, 200)
  const assumed = 'arn:aws-us-gov:sts::222222222222:assumed-role/terraform/run-1'
  t.is(element('Arn'), assumed)
  const keys = {
    accessKeyId: element('AccessKeyId'),
    secretAccessKey: element('SecretAccessKey'),
    sessionToken: element('SessionToken'),
  }
  const who = await ask(emulator, keys, { Action: 'GetCallerIdentity' })
  t.is(who.element('Arn'), assumed)
  t.is(who.element('Account'), '222222222222')
  t.like(emulator.calls.at(-2), { operation: 'AssumeRole', role: 'terraform', status: 200 })
  t.is(Date.parse(element('Expiration')), emulator.issued.at(-1)?.expiration ?? 0)
})

test('a web identity can assume a role', async (t) => {
  const emulator = await setUp(t)
  const fields = { Action: 'AssumeRoleWithWebIdentity', WebIdentityToken: 'a token' }
  const { status, element } = await ask(emulator, undefined, fields)
  t.is(status, 200)
  t.is(element('AccessKeyId'), emulator.issued.at(-1)?.accessKeyId ?? '')
  const wrong = await ask(emulator, undefined, { ...fields, WebIdentityToken: 'another' })
  t.is(wrong.code, 'InvalidIdentityToken')
  const other = await ask(emulator, undefined, { ...fields, RoleArn: `${arn}2` })
  t.is(other.code, 'AccessDenied')
})

test('AssumeRole refuses wrong requests', async (t) => {
  const emulator = await setUp(t)
  const keys = await roleKeys(emulator)
  const code = async (fields: Record<string, string>, by: Keys = keys) =>
    (await ask(emulator, by, { Action: 'AssumeRole', ...fields })).code
  t.is(await code({ RoleArn: `${arn}2` }), 'AccessDenied')
  t.is(await code({ RoleSessionName: '' }), 'ValidationError')
  t.is(await code({ DurationSeconds: '1' }), 'ValidationError')
  t.is(await code({}, { ...keys, secretAccessKey: 'wrong' }), 'SignatureDoesNotMatch')
  t.is(
    (await ask(emulator, undefined, { Action: 'AssumeRole' })).code,
    'MissingAuthenticationToken',
  )
})
