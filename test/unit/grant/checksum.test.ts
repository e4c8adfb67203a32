import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { digest } from '../../../lib/files/digest.ts'
import { type ChecksumCommand, findChecksumCommand } from '../../../lib/grant/checksum.ts'
import { quoteForShell } from '../../../lib/text/quote.ts'
import { temporary } from '../../rig/install.ts'

function programs(names: Record<string, number>): string {
  const directory = temporary("tfsso it's ")
  for (const [name, mode] of Object.entries(names))
    fs.writeFileSync(path.join(directory, name), '#!/bin/sh\n', { mode })
  return directory
}

function check(command: string, sums: string): { passes: boolean; out: string } {
  const list = path.join(temporary('tfsso-sum '), 'sums')
  fs.writeFileSync(list, sums)
  const script = `${command} ${quoteForShell(list)} 2>/dev/null && echo passes`
  const out = execFileSync('/bin/sh', ['-c', `${script}; :`], { env: {} }).toString()
  return { passes: out === 'passes\n', out }
}

function commandsHere(): ChecksumCommand[] {
  const [b2, small] = [temporary('tfsso-sum '), temporary('tfsso-sum ')]
  const gnu = temporary('tfsso-sum ')
  for (const [name, directories] of [
    ['b2sum', [b2]],
    ['sha256sum', [b2, gnu]],
  ] as const) {
    const program = ['/usr/bin', '/bin']
      .map((at) => `${at}/${name}`)
      .find((at) => fs.existsSync(at))
    if (program) for (const at of directories) fs.symlinkSync(program, path.join(at, name))
  }
  const busybox = ['/bin/busybox', '/usr/bin/busybox'].find((file) => fs.existsSync(file))
  if (busybox) fs.symlinkSync(busybox, path.join(small, 'sha256sum'))
  const perl = temporary('tfsso-sum ')
  const shasum = ['/usr/bin/shasum', '/bin/shasum'].find((file) => fs.existsSync(file))
  if (shasum) fs.symlinkSync(shasum, path.join(perl, 'shasum'))
  return [
    findChecksumCommand({ PATH: b2 }, []),
    findChecksumCommand({ PATH: gnu }, []),
    findChecksumCommand({ PATH: small }, []),
    findChecksumCommand({ PATH: perl }, []),
  ].filter((command) => command !== undefined)
}

test('each command accepts node’s checksums silently, and fails for other checksums', (t) => {
  const commands = commandsHere()
  t.true(commands.length > 0)
  const directory = temporary('tfsso-sum ')
  for (const { words, hash } of commands) {
    const write = (name: string, content: string) => {
      const file = path.join(directory, name)
      fs.writeFileSync(file, content)
      return `${digest(hash, content)}  ${file}\n`
    }
    const good = write("it's $(a) file", 'content\n') + write('b --  ', '')
    const gone = `${digest(hash, '')}  ${directory}/gone\n`
    const other = write('other', 'a').replace(/^./, (c) => (c === '0' ? '1' : '0'))
    t.deepEqual(check(words, good), { passes: true, out: 'passes\n' }, words)
    for (const bad of ['', '\n', 'x', gone, other, good + gone, other + good])
      t.deepEqual(check(words, bad), { passes: false, out: '' }, `${words} ${bad}`)
  }
})

test('a command that escapes names reads escaped names, and fails if it can’t read a line', (t) => {
  const commands = commandsHere().filter(({ escapes }) => escapes)
  const directory = temporary('tfsso-sum ')
  const file = path.join(directory, 'back\\slash, new\nline')
  fs.writeFileSync(file, 'x')
  const escaped = file.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
  t.pass('where none does')
  for (const { words, hash } of commands) {
    const line = `\\${digest(hash, 'x')}  ${escaped}\n`
    t.true(check(words, line).passes, words)
    t.false(check(words, `${line}not a line\n`).passes, words)
  }
})

test('the usual directories are searched before PATH', (t) => {
  const PATH = programs({ b2sum: 0o755, sha256sum: 0o755 })
  for (const env of [{}, { PATH: '' }, { PATH: '::relative' }, { PATH }])
    t.regex(
      findChecksumCommand(env)?.words ?? '',
      /^'\/(usr\/)?(local\/)?s?bin\/(b2sum'|sha256sum'|shasum' -a 256) -c /,
    )
})

const nowhere = (names: Record<string, number>) => {
  const PATH = programs(names)
  return { PATH, found: findChecksumCommand({ PATH }, []) }
}

test('the command is b2sum, else sha256sum, else shasum; files that can’t be run and relative paths are skipped', (t) => {
  const all = nowhere({ b2sum: 0o755, sha256sum: 0o755, shasum: 0o755 })
  t.is(all.found?.words, `${quoteForShell(`${all.PATH}/b2sum`)} -c --status --strict`)
  const both = nowhere({ sha256sum: 0o755, shasum: 0o755 })
  t.is(both.found?.words, `${quoteForShell(`${both.PATH}/sha256sum`)} -c --status --strict`)
  const foreign = nowhere({ b2sum: 0o755, shasum: 0o755 })
  t.is(foreign.found?.words, `${quoteForShell(`${foreign.PATH}/shasum`)} -a 256 -c --status`)
  const perl = nowhere({ sha256sum: 0o644, shasum: 0o755 })
  t.is(perl.found?.words, `${quoteForShell(`${perl.PATH}/shasum`)} -a 256 -c --status`)
  t.is(nowhere({ cksum: 0o755, md5sum: 0o755 }).found, undefined)
  t.is(findChecksumCommand({ PATH: '.:bin' }, []), undefined)
})

test('a directory with the name of a checksum command is skipped', (t) => {
  const PATH = temporary('tfsso-sum ')
  fs.mkdirSync(path.join(PATH, 'sha256sum'))
  t.is(findChecksumCommand({ PATH }, []), undefined)
})
