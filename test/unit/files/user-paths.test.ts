import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { cacheDirectory, type Environment, findPlaces } from '../../../lib/files/user-paths.ts'
import { orMessage } from '../../project/parse.ts'
import { temporary } from '../../rig/install.ts'

const home = temporary('tfsso home-')
const at = (...parts: string[]) => path.join(home, ...parts)

test('where the cache, the AWS files and the tokens are, with each environment', (t) => {
  const usual = {
    home,
    cache: at('.cache/tfsso'),
    awsConfig: at('.aws/config'),
    awsCredentials: at('.aws/credentials'),
    tokenCache: at('.aws/sso/cache'),
  }
  const cases: [env: Environment, places: Partial<typeof usual>][] = [
    [{}, {}],
    [{ XDG_CACHE_HOME: '/c' }, { cache: '/c/tfsso' }],
    [{ XDG_CACHE_HOME: '' }, {}],
    [{ XDG_CACHE_HOME: 'relative' }, {}],
    [
      { AWS_CONFIG_FILE: '/a/config', AWS_SHARED_CREDENTIALS_FILE: '~/b' },
      { awsConfig: '/a/config', awsCredentials: at('b') },
    ],
    [{ AWS_CONFIG_FILE: '', AWS_SHARED_CREDENTIALS_FILE: '' }, {}],
    [{ AWS_CONFIG_FILE: 'c' }, { awsConfig: path.resolve('c') }],
    [{ AWS_CONFIG_FILE: '~other/c' }, { awsConfig: path.resolve('~other/c') }],
  ]
  for (const [env, places] of cases)
    t.deepEqual(findPlaces({ HOME: home, ...env }), { ...usual, ...places }, JSON.stringify(env))
})

test('a HOME that can’t be used is a Problem', async (t) => {
  const foreign = at('foreign')
  fs.mkdirSync(foreign)
  fs.symlinkSync('loop', at('loop'))
  const cases: [env: Environment, message: RegExp][] = [
    [{}, /^HOME is not set/],
    [{ HOME: '' }, /^HOME is not set/],
    [{ HOME: 'home' }, /^HOME is not an absolute path: home\n/],
    [
      { HOME: at('loop') },
      /loop\) is not accessible: ELOOP\.\nSet HOME to a directory of your own/,
    ],
  ]
  if (process.getuid?.() === 0) {
    fs.chownSync(foreign, 12345, 12345)
    cases.push([
      { HOME: foreign },
      /belongs to another user, so nothing is read or written there\.\nSet HOME to .*\nUnder sudo, use `sudo -H`/,
    ])
  }
  for (const [env, message] of cases)
    t.regex(String(await orMessage(() => findPlaces(env))), message)
})

test('a cache of another user, or with a path that is not UTF-8, is a Problem', async (t) => {
  const theirs = at('their cache')
  fs.mkdirSync(theirs)
  const cases: [env: Environment, message: RegExp][] = [
    [{ HOME: `${home}\ufffd` }, /^HOME is not valid UTF-8/],
    [{ HOME: home, XDG_CACHE_HOME: `${home}\ufffd` }, /^XDG_CACHE_HOME is not valid UTF-8/],
  ]
  if (process.getuid?.() === 0) {
    fs.chownSync(theirs, 12345, 12345)
    cases.push([{ HOME: home, XDG_CACHE_HOME: theirs }, /their cache belongs to another user/])
  }
  for (const [env, message] of cases)
    t.regex(String(await orMessage(() => findPlaces(env))), message)
})

test('a directory of the cache is made without access for others', (t) => {
  const places = findPlaces({ HOME: at('new home') })
  t.is(cacheDirectory(places), at('new home/.cache/tfsso'))
  t.is(cacheDirectory(places, 'a', 'b'), at('new home/.cache/tfsso/a/b'))
  for (const directory of [places.cache, path.join(places.cache, 'a/b')])
    t.is(fs.statSync(directory).mode & 0o777, 0o700)
})

test('a cache that can’t be created is a Problem', async (t) => {
  const file = at('file')
  fs.writeFileSync(file, '')
  for (const env of [{ HOME: file }, { HOME: home, XDG_CACHE_HOME: file }])
    t.regex(
      String(await orMessage(() => cacheDirectory(findPlaces(env)))),
      /^\/.*\/tfsso cannot be created: E[A-Z]+\./,
      JSON.stringify(env),
    )
})
