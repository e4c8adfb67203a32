import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { parseAwsConfig } from '../../../lib/aws-config/sections.ts'
import { findPlaces } from '../../../lib/files/user-paths.ts'
import { findSession, sameStartUrl, tokenFileName } from '../../../lib/session/session.ts'
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
] as const) {
  test(`${a} and ${b}: ${expected ? 'the same portal' : 'two portals'}`, (t) => {
    t.is(sameStartUrl(a, b), expected)
  })
}

const section = (name: string, url = startUrl, region = 'us-east-1') =>
  `[sso-session ${name}]\nsso_start_url = ${url}\nsso_region = ${region}\n`

for (const [what, config, expected] of [
  ['no config', '', 'bb'],
  ['an own session', section('mine'), 'mine'],
  ['the first of two', section('mine') + section('second'), 'mine'],
  ['its URL ends otherwise', section('mine', `${startUrl}/#/`), 'mine'],
  ['a name with a space, in quotes', section('"my own"'), 'my own'],
  ['another URL', section('mine', 'https://d-2.awsapps.com/start'), 'bb'],
  ['another region', section('mine', startUrl, 'eu-west-1'), 'bb'],
  ['no URL', '[sso-session mine]\nsso_region = us-east-1\n', 'bb'],
  ['a profile is no session', section('x').replace('sso-session', 'profile'), 'bb'],
  ['a name that no quoting survives', section('a$b'), 'bb'],
] as const) {
  test(`the session's name: ${what}`, (t) => {
    const home = temporary('tfsso-home-')
    const places = findPlaces({ HOME: home })
    const session = findSession(sso, 'bb', parseAwsConfig(config), places)
    t.is(session.name, expected)
    t.is(session.tokenFile, path.join(home, '.aws/sso/cache', tokenFileName(expected)))
    t.is(session.region, 'us-east-1')
  })
}

for (const [what, url, expected] of [
  ['for the same start URL', `${startUrl}/`, /^bb$/],
  ['for another start URL', 'https://d-2.awsapps.com/start', /^bb-[0-9a-f]{8}$/],
] as const) {
  test(`a token of the project's name ${what}`, (t) => {
    const places = findPlaces({ HOME: temporary('tfsso-home-') })
    const token = { startUrl: url, accessToken: 'a', expiresAt: '2020-01-01T00:00:00Z' }
    write(path.join(places.tokenCache, tokenFileName('bb')), JSON.stringify(token))
    const session = findSession(sso, 'bb', [], places)
    t.regex(session.name, expected)
    t.is(path.basename(session.tokenFile), tokenFileName(session.name))
    t.is(findSession(sso, 'bb', [], places).name, session.name, 'the same each time')
    t.true(fs.existsSync(path.join(places.tokenCache, tokenFileName('bb'))))
  })
}

test('the lock lies beside the token, so that whoever shares ~/.aws shares it', (t) => {
  const places = findPlaces({ HOME: temporary('tfsso-home-'), XDG_CACHE_HOME: '/elsewhere' })
  const { lock, tokenFile } = findSession(sso, 'bb', [], places)
  t.is(path.dirname(lock), path.dirname(tokenFile))
})
