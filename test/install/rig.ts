import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { ExecutionContext } from 'ava'
import { execa } from 'execa'
import { editedFiles, guardedLine, type Shell } from '../../lib/install/choose-startup-files.ts'
import { addLine } from '../../lib/install/startup-file.ts'
import { startupPaths } from '../../lib/install/startup-files.ts'
import { copyInstallation, installation, repository } from '../rig/install.ts'
import { heavy } from '../rig/turn.ts'

/** A `Machine` has only these programs of the system on its PATH. */
const tools =
  'awk cat chmod cksum cp date dirname env find ln ls mkdir mktemp mv printf readlink rm rmdir sed sh sha256sum sleep tail tr uname'

/** What an installation or a release needs from a clone. */
const parts =
  'assemble.mjs bin build.mjs bundle CHANGELOG.md emulator install.sh lib libexec LICENSE npm packaging README.md release.mjs shims uninstall.sh'

/** Makes a fresh clone in a directory, with the tester's node_modules. */
export function placeClone(clone: string): void {
  const files = parts.split(' ').map((part) => path.join(repository, part))
  execFileSync('cp', ['-Rp', ...files, clone])
  for (const file of ['package.json', 'package-lock.json']) {
    fs.cpSync(path.join(repository, file), path.join(clone, file))
    fs.utimesSync(path.join(clone, file), 1000, 1000)
  }
  fs.symlinkSync(path.join(repository, 'node_modules'), path.join(clone, 'node_modules'))
}

/** A build.mjs that copies an existing build. */
export const standInForBuild = `import { cpSync, rmSync } from 'node:fs'
rmSync('dist', { recursive: true, force: true })
cpSync(process.env.BUILT_BUNDLE, 'dist', { recursive: true })
`

/**
 * Returns the bundle in the installation that all tests share, so don't change anything in it. It also contains code
 * that the tester's Node.js has compiled.
 */
export function builtBundle(): string {
  return fs.realpathSync(path.join(installation(), 'current'))
}

export interface RunOptions {
  cwd?: string
  /** undefined removes a variable */
  env?: Record<string, string | undefined>
  /** the shell that runs install.sh */
  shell?: string[]
}

export interface Outcome {
  exitCode: number | undefined
  stdout: string
  stderr: string
}

export const shells = [['dash'], ['bash'], ['bash', '--posix'], ['busybox', 'sh'], ['mksh']].filter(
  ([shell = '']) => whereIs(shell) !== undefined,
)

/** Returns the path of a program on the tester's PATH. */
export function whereIs(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(':')
    .map((directory) => path.join(directory, name))
    .find((file) => fs.existsSync(file))
}

/** The directory of install.sh: the bundle that all tests share, a copy of it, a clone that can be built, or none. */
export type Kind = 'bundle' | 'own bundle' | 'clone' | 'nothing'

/** A person's machine, on which a test installs tfsso. Removed after the test. */
export class Machine {
  readonly root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'tfsso install-'))
  readonly home = path.join(this.root, 'ho me')
  /** the directory of install.sh */
  readonly source: string
  readonly bin = path.join(this.root, 'bin')
  readonly temporary = path.join(this.root, 'tmp')
  prefix = path.join(this.home, '.local/share/tfsso')

  constructor(t: ExecutionContext<unknown>, kind: Kind = 'bundle') {
    t.teardown(() => fs.rmSync(this.root, { recursive: true, force: true }))
    for (const directory of [this.home, this.bin, this.temporary]) fs.mkdirSync(directory)
    this.source = kind === 'bundle' ? builtBundle() : path.join(this.root, 'my source')
    if (kind === 'own bundle') fs.cpSync(builtBundle(), this.source, { recursive: true })
    if (kind === 'clone') {
      fs.mkdirSync(this.source)
      placeClone(this.source)
    }
    for (const tool of tools.split(' ')) {
      const file = whereIs(tool)
      if (file) fs.symlinkSync(file, path.join(this.bin, tool))
    }
    fs.symlinkSync(process.execPath, path.join(this.bin, 'node'))
    this.program('npm', 'echo "npm must not run here" >&2; exit 9')
    this.program('terraform', 'echo "the real terraform: $*"')
  }

  /** Puts a script on PATH, in place of a program with the same name. */
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

  async run(file: string, args: string[], { cwd, env }: RunOptions = {}): Promise<Outcome> {
    const { exitCode, stdout, stderr } = await execa(file, args, {
      cwd: cwd ?? this.root,
      env: this.env(env),
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
    })
    return { exitCode, stdout, stderr }
  }

  sh(line: string, options: RunOptions = {}): Promise<Outcome> {
    return this.run('/bin/sh', ['-c', line], options)
  }

  install(args: string[] = [], options: RunOptions = {}): Promise<Outcome> {
    const [shell = 'sh', ...before] = options.shell ?? ['/bin/sh']
    const file = whereIs(shell) ?? shell
    const all = [...before, path.join(this.source, 'install.sh'), ...args]
    return heavy(() => this.run(file, all, options))
  }

  /** Copies the installation that all tests share, and starts no installer. */
  placeInstallation(): void {
    copyInstallation(this.prefix)
  }

  /** Edits the startup files as --modify-path does. Returns their paths. */
  modifyPath(shell: Shell, env?: RunOptions['env']): string[] {
    const files = editedFiles(shell, startupPaths(this.env(env)))
    for (const file of files) addLine(file, guardedLine(shell, this.prefix))
    return files
  }

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
    const file = path.join(this.source, 'package.json')
    const text = fs.readFileSync(file, 'utf8')
    fs.writeFileSync(file, text.replace(/"version": ".*"/, `"version": "${version}"`))
  }
}

/** Returns a directory and everything below it, without following links. */
export function walk(directory: string): string[] {
  const below = fs.readdirSync(directory, { withFileTypes: true }).map((entry) => {
    const file = path.join(directory, entry.name)
    return entry.isDirectory() ? walk(file) : [file]
  })
  return [directory, ...below.flat()]
}

/**
 * Returns one line for the directory and one for each entry below it: path, mode, time, and a file's hash or a link's
 * target.
 */
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
