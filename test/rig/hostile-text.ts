import fs from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'

/** Texts with a special meaning in a shell, an ini file, HCL, a terminal or a path. */
const fragments = [
  '$(touch canary)',
  '`touch canary`',
  ';touch canary;',
  '|touch canary',
  '&& touch canary #',
  '\ntouch canary\n',
  '\r\ntouch canary\r\n',
  '>canary',
  '<(touch canary)',
  "'",
  "'\\''",
  "';touch canary;'",
  '"',
  '\\"',
  '";touch canary;"',
  '\\',
  '\\\n',
  '$HOME',
  '${HOME}',
  '%{ if true }',
  '$${x}',
  '$((1/0))',
  '~',
  '*',
  '?[a-z]',
  '{a,b}',
  '!!',
  '%s%n%d',
  '#',
  ' #',
  ' ;',
  '\t#',
  '\u00a0;',
  '=',
  ' = ',
  '[',
  ']',
  '[default]',
  '\n[default]\nregion = x\n',
  '-',
  '--',
  '-rf /',
  '|',
  ':',
  '/',
  '..',
  ' ',
  '\t',
  '\r',
  '\n',
  '\0',
  '\x07',
  '\x1b[2J',
  '\x1b]0;x\x07',
  '\x7f',
  '\u0085',
  '\u2028',
  '\u202e',
  '\ufeff',
  '\ufffd',
  '\ud800',
  '\udfff',
  '😀',
  'ünï',
  '日本',
  '@evil.example.com',
  '.evil.example.com',
  'https://evil.example.com/',
  'x'.repeat(5000),
]

/** Random characters, halves of surrogate pairs, and the fragments above. */
export const anyText: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 2, arbitrary: fc.array(fc.constantFrom(...fragments), { maxLength: 6 }) },
    {
      weight: 2,
      arbitrary: fc.array(
        fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: 'binary', maxLength: 12 })),
        { maxLength: 5 },
      ),
    },
    {
      weight: 1,
      arbitrary: fc.array(
        fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
        { maxLength: 30 },
      ),
    },
  )
  .map((pieces) => pieces.join(''))

/** Any text, `good` itself, or `good` with any text before, inside or after it. */
export function spoilt(good: string): fc.Arbitrary<string> {
  return fc.oneof(
    anyText,
    anyText.map((text) => good + text),
    anyText.map((text) => text + good),
    fc
      .tuple(anyText, fc.nat(good.length))
      .map(([text, at]) => good.slice(0, at) + text + good.slice(at)),
    fc.constant(good),
  )
}

/**
 * Tests run shells in this directory. If a shell executes a part of a hostile text, a new file appears here. `sung`
 * returns the names of the new files.
 */
export class Canaries {
  readonly directory: string
  readonly #before: string[]

  constructor(root: string) {
    this.directory = path.join(root, 'canaries')
    fs.mkdirSync(path.join(this.directory, 'bin'), { recursive: true })
    // The only programs on PATH. Each creates a file `ran-NAME` in the directory.
    for (const name of ['touch', 'sh', 'id', 'cat', 'ls', 'echo', 'env', 'a', 'b', 'canary']) {
      const file = path.join(this.directory, 'bin', name)
      fs.writeFileSync(file, `#!/bin/sh\necho ran >"${this.directory}/ran-${name}"\n`, {
        mode: 0o755,
      })
    }
    this.#before = this.#list()
  }

  #list(): string[] {
    return fs.readdirSync(this.directory).sort()
  }

  env(): Record<string, string> {
    return { PATH: path.join(this.directory, 'bin'), HOME: this.directory }
  }

  sung(): string[] {
    return this.#list().filter((name) => !this.#before.includes(name))
  }
}
