import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { ExecutionContext } from 'ava'
import { execa } from 'execa'
import { repository } from '../rig/install.ts'

/** What install.sh and the shims may start; nothing else is on PATH. */
const tools =
  'awk cat chmod cksum cp date env find ln ls mkdir mktemp mv printf readlink rm rmdir sed sh sha256sum tail tr uname'

/** What a clone has in it that installing or releasing needs. */
const parts =
  'assemble.mjs bin build.mjs bundle install install.sh lib libexec LICENSE npm README.md release.mjs shims'

/** Makes a directory what a fresh clone is, but for its modules, which are the tester's. */
export function placeClone(clone: string): void {
  for (const part of parts.split(' '))
    fs.cpSync(path.join(repository, part), path.join(clone, part), { recursive: true })
  for (const file of ['package.json', 'package-lock.json']) {
    fs.cpSync(path.join(repository, file), path.join(clone, file))
    fs.utimesSync(path.join(clone, file), 1000, 1000)
  }
  fs.symlinkSync(path.join(repository, 'node_modules'), path.join(clone, 'node_modules'))
}

export interface RunOptions {
  cwd?: string
  /** on top of the machine's; undefined takes one away */
  env?: Record<string, string | undefined>
  /** the shell that runs install.sh */
  shell?: string[]
}

export interface Outcome {
  exitCode: number | undefined
  stdout: string
  stderr: string
}

/** The shells to test with that this machine has. */
export const shells = [['dash'], ['bash'], ['bash', '--posix'], ['busybox', 'sh'], ['mksh']].filter(
  ([shell = '']) => whereIs(shell) !== undefined,
)

/** Where a program is on the tester's PATH. */
export function whereIs(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(':')
    .map((directory) => path.join(directory, name))
    .find((file) => fs.existsSync(file))
}

/** A person's machine with a clone of the repository, both thrown away with the test. */
export class Machine {
  readonly root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'tfsso install-'))
  readonly home = path.join(this.root, 'ho me')
  readonly clone = path.join(this.root, 'my clone')
  readonly bin = path.join(this.root, 'bin')
  readonly temporary = path.join(this.root, 'tmp')
  prefix = path.join(this.home, '.local/share/tfsso')

  constructor(t: ExecutionContext<unknown>) {
    t.teardown(() => fs.rmSync(this.root, { recursive: true, force: true }))
    for (const directory of [this.home, this.clone, this.bin, this.temporary])
      fs.mkdirSync(directory)
    for (const tool of tools.split(' ')) {
      const file = whereIs(tool)
      if (file) fs.symlinkSync(file, path.join(this.bin, tool))
    }
    fs.symlinkSync(process.execPath, path.join(this.bin, 'node'))
    this.program('npm', 'echo "npm must not run here" >&2; exit 9')
    this.program('terraform', 'echo "the real terraform: $*"')
    placeClone(this.clone)
  }

  /** Puts a script on PATH, in place of what has its name. */
  program(name: string, body: string, directory = this.bin): string {
    fs.mkdirSync(directory, { recursive: true })
    const file = path.join(directory, name)
    fs.rmSync(file, { force: true })
    fs.writeFileSync(file, `#!/bin/sh\n${body}\n`, { mode: 0o755 })
    return file
  }

  without(name: string): void {
    fs.rmSync(path.join(this.bin, name))
  }

  env(extra: RunOptions['env'] = {}): Record<string, string> {
    const env = {
      PATH: this.bin,
      HOME: this.home,
      SHELL: '/bin/sh',
      TMPDIR: this.temporary,
      ...extra,
    }
    return Object.fromEntries(
      Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
    )
  }

  /** Runs a program of the machine. */
  async run(file: string, args: string[], { cwd, env }: RunOptions = {}): Promise<Outcome> {
    const { exitCode, stdout, stderr } = await execa(file, args, {
      cwd: cwd ?? this.root,
      env: this.env(env),
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      timeout: 120_000,
    })
    return { exitCode, stdout, stderr }
  }

  /** Runs a line of sh. */
  sh(line: string, options: RunOptions = {}): Promise<Outcome> {
    return this.run('/bin/sh', ['-c', line], options)
  }

  install(args: string[] = [], options: RunOptions = {}): Promise<Outcome> {
    const [shell = 'sh', ...before] = options.shell ?? ['/bin/sh']
    const file = whereIs(shell) ?? shell
    return this.run(file, [...before, path.join(this.clone, 'install.sh'), ...args], options)
  }

  /** Runs what is installed. */
  tfsso(args: string[] = ['--version'], options: RunOptions = {}): Promise<Outcome> {
    return this.run(path.join(this.prefix, 'bin/tfsso'), args, options)
  }

  terraform(args: string[], options: RunOptions = {}): Promise<Outcome> {
    return this.run(path.join(this.prefix, 'shims/terraform'), args, options)
  }

  write(name: string, text: string): string {
    const file = path.join(this.home, name)
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, text)
    return file
  }

  read(name: string): string {
    return fs.readFileSync(path.join(this.home, name), 'utf8')
  }

  versions(): string[] {
    return fs.readdirSync(path.join(this.prefix, 'versions'))
  }

  setVersion(version: string): void {
    const file = path.join(this.clone, 'package.json')
    const text = fs.readFileSync(file, 'utf8')
    fs.writeFileSync(file, text.replace(/"version": ".*"/, `"version": "${version}"`))
  }

  /** Turns the clone into a bundle: what a build has made. */
  bundle(): void {
    const { clone } = this
    execFileSync(process.execPath, [path.join(clone, 'build.mjs')], { stdio: 'inherit' })
    const bundle = path.join(this.root, 'bundle')
    fs.renameSync(path.join(clone, 'dist'), bundle)
    fs.rmSync(clone, { recursive: true })
    fs.renameSync(bundle, clone)
  }
}

/** A directory and all below it; links are not followed. */
export function walk(directory: string): string[] {
  const below = fs.readdirSync(directory, { withFileTypes: true }).map((entry) => {
    const file = path.join(directory, entry.name)
    return entry.isDirectory() ? walk(file) : [file]
  })
  return [directory, ...below.flat()]
}

/** Of everything in a directory: path, mode, time, and content or target. */
export function listing(directory: string): string[] {
  return walk(directory).map((file) => {
    const stat = fs.lstatSync(file)
    const content = stat.isSymbolicLink()
      ? fs.readlinkSync(file)
      : stat.isFile()
        ? createHash('sha256').update(fs.readFileSync(file)).digest('hex')
        : ''
    return [path.relative(directory, file), stat.mode.toString(8), stat.mtimeMs, content].join(' ')
  })
}
