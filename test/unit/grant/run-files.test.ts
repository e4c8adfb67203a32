import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { findPlaces } from '../../../lib/files/user-paths.ts'
import { storeAwsConfig } from '../../../lib/grant/run-files.ts'
import { temporary } from '../../rig/install.ts'
import { write } from '../../rig/project.ts'

test('a stored AWS config is named after its content, is not written again while it exists, and never changes', (t) => {
  const places = findPlaces({ HOME: temporary('tfsso-home-') })
  const first = storeAwsConfig(places, 'one')
  const { ino, mode } = fs.statSync(first)
  t.is(mode & 0o777, 0o600)
  t.is(fs.statSync(path.dirname(first)).mode & 0o777, 0o700)
  fs.utimesSync(first, 1, 1)
  const other = storeAwsConfig(places, 'two')
  t.not(first, other)
  // The second write removed the first file, which had been unused for long. The same text gets the same name again.
  t.false(fs.existsSync(first))
  t.is(storeAwsConfig(places, 'one'), first)
  t.is(fs.readFileSync(first, 'utf8'), 'one')
  const again = fs.statSync(other).ino
  fs.utimesSync(other, 1, 1)
  t.is(storeAwsConfig(places, 'two'), other)
  t.is(fs.statSync(other).ino, again)
  t.true(fs.statSync(other).mtimeMs > Date.now() - 60_000, 'its use is noted')
  t.true(ino > 0)
})

test('anything else in the place of a stored AWS config is replaced, and a link there is not followed', (t) => {
  const places = findPlaces({ HOME: temporary('tfsso-home-') })
  const file = storeAwsConfig(places, 'one')
  const victim = write(path.join(places.home, 'victim'), 'xyz')
  fs.rmSync(file)
  fs.symlinkSync(victim, file)
  storeAwsConfig(places, 'one')
  t.false(fs.lstatSync(file).isSymbolicLink())
  fs.writeFileSync(file, 'cut')
  fs.truncateSync(file, 1)
  storeAwsConfig(places, 'one')
  t.is(fs.readFileSync(file, 'utf8'), 'one')
  fs.writeFileSync(file, 'two')
  storeAwsConfig(places, 'one')
  t.is(fs.readFileSync(file, 'utf8'), 'one')
  t.is(fs.readFileSync(victim, 'utf8'), 'xyz')
})
