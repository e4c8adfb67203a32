import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { findChecksumCommand } from '../../lib/grant/checksum.ts'
import { sha256 } from '../../lib/support/files.ts'
import { quoteForShell } from '../../lib/support/quote.ts'
import { temporary } from '../rig/install.ts'

/** A directory with programs in it, which may be for anyone to run or not. */
function programs(names: Record<string, number>): string {
  const directory = temporary("tfsso it's ")
  for (const [name, mode] of Object.entries(names))
    fs.writeFileSync(path.join(directory, name), '#!/bin/sh\n', { mode })
  return directory
}

test('the command found prints what node computes, in sh', (t) => {
  const command = findChecksumCommand({ PATH: process.env.PATH })
  const file = path.join(temporary('tfsso-sum '), "it's $(a) file")
  fs.writeFileSync(file, 'content\n')
  const out = execFileSync('/bin/sh', ['-c', `exec ${command} ${quoteForShell(file)}`], { env: {} })
  t.is(out.toString(), `${sha256('content\n')}  ${file}\n`)
})

test('the usual directories come first, so that PATH need not be good', (t) => {
  const PATH = programs({ sha256sum: 0o755 })
  for (const env of [{}, { PATH: '' }, { PATH: '::relative' }, { PATH }])
    t.regex(
      findChecksumCommand(env) ?? '',
      /^'\/(usr\/)?(local\/)?s?bin\/(sha256sum'|shasum' -a 256)$/,
    )
})

const nowhere = (names: Record<string, number>) => {
  const PATH = programs(names)
  return { PATH, found: findChecksumCommand({ PATH }, []) }
}

test('sha256sum, else shasum, else nothing; never a program that cannot be run or found again', (t) => {
  const both = nowhere({ sha256sum: 0o755, shasum: 0o755 })
  t.is(both.found, quoteForShell(`${both.PATH}/sha256sum`))
  const perl = nowhere({ sha256sum: 0o644, shasum: 0o755 })
  t.is(perl.found, `${quoteForShell(`${perl.PATH}/shasum`)} -a 256`)
  t.is(nowhere({ cksum: 0o755, md5sum: 0o755 }).found, undefined)
  t.is(findChecksumCommand({ PATH: '.:bin' }, []), undefined)
})

test('a directory is no program', (t) => {
  const PATH = temporary('tfsso-sum ')
  fs.mkdirSync(path.join(PATH, 'sha256sum'))
  t.is(findChecksumCommand({ PATH }, []), undefined)
})
