import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { parseAwsConfig } from '../../../lib/aws-config/sections.ts'
import { findPlaces } from '../../../lib/files/user-paths.ts'
import { portalKey, sameStartUrl } from '../../../lib/session/portal.ts'
import { findSession } from '../../../lib/session/session.ts'
import { tokenFileName } from '../../../lib/session/token.ts'
import { Problem } from '../../../lib/text/problem.ts'
import { temporary } from '../../rig/install.ts'
import { write } from '../../rig/project.ts'

const startUrl = 'https://d-1.awsapps.com/start'
const sso = { startUrl, region: 'us-east-1' }

test('token files have the names that all AWS clients use', (t) => {
  t.is(tokenFileName('s1'), '640d87e741e6aa4c669a82a4cd304787960513ab.json')
  t.is(tokenFileName(startUrl), '0c54b6c27e90660baa89eaad85ac1d5dae26cb7d.json')
})

for (const [a, b, expected] of [
  [startUrl, startUrl, true],
  [startUrl, `${startUrl}/`, true],
  [`${startUrl}#/`, startUrl, true],
  [`${startUrl}/#`, `${startUrl}/`, true],
  [startUrl, 'https://d-1.awsapps.com/start2', false],
  [startUrl, 'https://d-2.awsapps.com/start', false],
  ['', startUrl, false],
  ['HTTPS://D-1.awsapps.com/start', startUrl, true],
  ['https://d-1.awsapps.com/Start', startUrl, false],
] as const) {
  test(`${a} and ${b}: ${expected ? 'the same portal' : 'two portals'}`, (t) => {
    t.is(sameStartUrl(a, b), expected)
  })
}

const otherUrl = 'https://d-2.awsapps.com/start'
/** the session's name if another portal has the name `bb` */
const hashed = 'bb-0c54b6c2'

const section = (name: string, url = startUrl, region = 'us-east-1') =>
  `[sso-session ${name}]\nsso_start_url = ${url}\nsso_region = ${region}\n`

for (const [what, config, expected] of [
  ['no config', '', 'bb'],
  ['a session of the person’s own', section('mine'), 'mine'],
  ['the first of two', section('mine') + section('second'), 'mine'],
  ['a URL with another ending', section('mine', `${startUrl}/#/`), 'mine'],
  ['a name with a space, in quotes', section('"my own"'), 'my own'],
  ['one of two has the project’s name', section('mine') + section('bb'), 'bb'],
  ['a host in upper case', section('mine', 'HTTPS://D-1.AWSAPPS.COM/start'), 'mine'],
  ['another URL', section('mine', 'https://d-2.awsapps.com/start'), 'bb'],
  ['another region', section('mine', startUrl, 'eu-west-1'), 'bb'],
  ['another portal’s session has the project’s name', section('bb', otherUrl), hashed],
  ['a session without a URL has the project’s name', '[sso-session bb]\n', hashed],
  ['no URL', '[sso-session mine]\nsso_region = us-east-1\n', 'bb'],
  ['a profile is not a session', section('x').replace('sso-session', 'profile'), 'bb'],
  ['a name that can’t be quoted', section('a$b'), 'bb'],
] as const) {
  test(`the session's name: ${what}`, (t) => {
    const home = temporary('tfsso-home-')
    const places = findPlaces({ HOME: home })
    const session = findSession(sso, 'bb', parseAwsConfig(config), places, {})
    t.is(session.name, expected)
    t.is(session.tokenFile, path.join(home, '.aws/sso/cache', tokenFileName(expected)))
    t.is(session.region, 'us-east-1')
  })
}

for (const [what, url, expected] of [
  ['for the same start URL', `${startUrl}/`, /^bb$/],
  ['for another start URL', 'https://d-2.awsapps.com/start', /^bb-[0-9a-f]{8}$/],
] as const) {
  test(`the session if a token with the project's name is ${what}`, (t) => {
    const places = findPlaces({ HOME: temporary('tfsso-home-') })
    const token = {
      startUrl: url,
      region: 'us-east-1',
      accessToken: 'a',
      expiresAt: '2020-01-01T00:00:00Z',
    }
    write(path.join(places.tokenCache, tokenFileName('bb')), JSON.stringify(token))
    const session = findSession(sso, 'bb', [], places, {})
    t.regex(session.name, expected)
    t.is(path.basename(session.tokenFile), tokenFileName(session.name))
    t.is(findSession(sso, 'bb', [], places, {}).name, session.name, 'the same each time')
    t.true(fs.existsSync(path.join(places.tokenCache, tokenFileName('bb'))))
  })
}

const put = (directory: string, key: string, change: object = {}) => {
  const token = {
    startUrl,
    region: 'us-east-1',
    accessToken: 'a',
    expiresAt: '2020-01-01T00:00:00Z',
  }
  write(path.join(directory, tokenFileName(key)), JSON.stringify({ ...token, ...change }))
}

for (const [what, key, change, expected] of [
  ['of the portal, under another name', 'aa', {}, 'aa'],
  ['under the start URL, as of a profile without a session', startUrl, {}, 'bb'],
  ['of another portal', 'aa', { startUrl: 'https://d-2.awsapps.com/start' }, 'bb'],
  ['of the start URL in another region', 'aa', { region: 'eu-west-1' }, 'bb'],
  ['for another tool’s purposes', 'aa', { scopes: ['codewhisperer:completions'] }, 'bb'],
] as const) {
  test(`with a token ${what}, a login is stored under the session ${expected}`, (t) => {
    const places = findPlaces({ HOME: temporary('tfsso-home-') })
    put(places.tokenCache, key, change)
    const { tokenFile } = findSession(sso, 'bb', [], places, {})
    t.is(path.basename(tokenFile), tokenFileName(expected))
  })
}

for (const [what, key, others, config] of [
  ['has a token of another portal', hashed, ['bb'], ''],
  ['has no token any more', hashed, [], ''],
  ['has a token of another portal, and the token has a third name', 'aa', ['bb'], ''],
  ['has an sso-session of another portal', hashed, [], section('bb', otherUrl)],
] as const) {
  test(`the session's name has a hash if the project's name ${what}`, (t) => {
    const places = findPlaces({ HOME: temporary('tfsso-home-') })
    put(places.tokenCache, key)
    for (const other of others) put(places.tokenCache, other, { startUrl: otherUrl })
    const { name, tokenFile } = findSession(sso, 'bb', parseAwsConfig(config), places, {})
    t.deepEqual([name, path.basename(tokenFile)], [hashed, tokenFileName(key)])
  })
}

test('a token under the name of another portal’s sso-session is not replaced by a login', (t) => {
  const places = findPlaces({ HOME: temporary('tfsso-home-') })
  put(places.tokenCache, 'aa')
  const config = parseAwsConfig(section('aa', otherUrl))
  const { name, tokenFile } = findSession(sso, 'bb', config, places, {})
  t.deepEqual([name, path.basename(tokenFile)], ['bb', tokenFileName('bb')])
})

for (const [what, config, chosen, expected] of [
  ['a section of the portal', section('mine') + section('second'), 'second', 'second'],
  ['no section', section('mine'), 'own', 'own'],
  ['nothing', section('mine'), '', 'mine'],
] as const) {
  test(`TFSSO_SESSION names ${what}`, (t) => {
    const places = findPlaces({ HOME: temporary('tfsso-home-') })
    const env = { TFSSO_SESSION: chosen }
    t.is(findSession(sso, 'bb', parseAwsConfig(config), places, env).name, expected)
  })
}

for (const [what, config, chosen] of [
  ['a section of another portal', section('other', 'https://d-2.awsapps.com/start'), 'other'],
  ['a token of another portal', '', 'foreign'],
  ['a name that a config file can’t contain', '', 'a"b'],
] as const) {
  test(`if TFSSO_SESSION names ${what}, there is a Problem with 78`, (t) => {
    const places = findPlaces({ HOME: temporary('tfsso-home-') })
    put(places.tokenCache, 'foreign', { startUrl: 'https://d-3.awsapps.com/start' })
    const find = () =>
      findSession(sso, 'bb', parseAwsConfig(config), places, { TFSSO_SESSION: chosen })
    const { code } = t.throws(find, { instanceOf: Problem }) as Problem
    t.is(code, 78)
  })
}

test('a login for a section asks for tfsso’s own scope and for the scopes of the section', (t) => {
  const places = findPlaces({ HOME: temporary('tfsso-home-') })
  const scopes = 'sso_registration_scopes = sso:account:access, codewhisperer:completions\n'
  const own = parseAwsConfig(section('mine') + scopes)
  t.deepEqual(findSession(sso, 'bb', own, places, {}).scopes, [
    'sso:account:access',
    'codewhisperer:completions',
  ])
  t.deepEqual(findSession(sso, 'bb', [], places, {}).scopes, ['sso:account:access'])
})

test('each portal has one lock, for all sessions and all spellings of its start URL', (t) => {
  const places = findPlaces({ HOME: temporary('tfsso-home-') })
  const other = { startUrl: 'HTTPS://D-1.awsapps.com/start/#', region: 'us-east-1' }
  const { lock } = findSession(sso, 'bb', [], places, {})
  t.is(findSession(other, 'cc', [], places, {}).lock, lock)
  t.not(findSession({ ...sso, region: 'eu-west-1' }, 'bb', [], places, {}).lock, lock)
  t.is(path.basename(lock), `${portalKey(sso)}.tfsso-lock`)
})

test('the lock is next to the token, so that processes that share ~/.aws share the lock', (t) => {
  const places = findPlaces({ HOME: temporary('tfsso-home-'), XDG_CACHE_HOME: '/elsewhere' })
  const { lock, tokenFile } = findSession(sso, 'bb', [], places, {})
  t.is(path.dirname(lock), path.dirname(tokenFile))
})
