import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { ExecutionContext } from 'ava'
import { execa } from 'execa'
import { listing, Machine, placeClone, walk } from '../install/rig.ts'
import { installation, temporary } from '../rig/install.ts'
import { heavy } from '../rig/turn.ts'

/**
 * Makes a release from a clone. `others` (`go=rx` or `go=`): the permissions of everybody except the owner. Returns the
 * directory of the release.
 */
export async function makeRelease(others: string): Promise<string> {
  const clone = temporary('tfsso clone-')
  placeClone(clone)
  const line = `chmod -R ${others} . && umask u=rwx,${others} && exec node release.mjs`
  const env = { PATH: process.env.PATH, HOME: clone }
  await heavy(() => execa('sh', ['-c', line], { cwd: clone, env, extendEnv: false }))
  return path.join(clone, 'release')
}

let shared: Promise<string> | undefined

/** Shared by all tests, so don't change anything in it. */
export function sharedRelease(): Promise<string> {
  shared ??= makeRelease('go=rx')
  return shared
}

export function bundleOf(release: string): string {
  const name = fs.readdirSync(release).find((candidate) => candidate.endsWith('.tgz'))
  if (!name) throw new Error(`there is no bundle in ${release}`)
  return path.join(release, name)
}

let packages: Promise<{ home: string; at: string }> | undefined

/**
 * Installs a bundle with npm, once for all tests. Returns npm's global directory (`at`) and its HOME. Don't change
 * anything in them.
 */
export function sharedPackages(bundle: string): Promise<{ home: string; at: string }> {
  packages ??= installPackages(bundle)
  return packages
}

async function installPackages(bundle: string) {
  const root = temporary('tfsso npm-')
  const [home, at] = [path.join(root, 'home'), path.join(root, 'npm packages')]
  fs.mkdirSync(home)
  await npm(root, { HOME: home }, ['install', bundle, '--prefix', at])
  return { home, at }
}

let compiled: Promise<string> | undefined

/** Copies the package, and compiles the copy's code as `tfsso setup` does. Returns the copy's `lib`. */
async function compile({ at }: { at: string }): Promise<string> {
  const copy = path.join(temporary('tfsso compiled-'), 'package')
  fs.cpSync(path.join(at, packageIn), copy, { recursive: true })
  const flag = fs.readFileSync(path.join(installation(), 'libexec/node-flag'), 'utf8').trim()
  await execa(process.execPath, [flag, path.join(copy, 'lib/cli.js'), '--compile'])
  return path.join(copy, 'lib')
}

/** relative to npm's global directory */
const packageIn = 'lib/node_modules/tfsso'

async function npm(root: string, env: Record<string, string>, args: string[]): Promise<void> {
  const more = {
    PATH: process.env.PATH,
    npm_config_cache: path.join(root, 'npm cache'),
    npm_config_update_notifier: 'false',
  }
  const all = [...args, '--global', '--offline']
  await heavy(() => execa('npm', all, { env: { ...env, ...more }, extendEnv: false }))
}

/** A machine without a clone, on which tfsso comes from a release. */
export class Bystander extends Machine {
  readonly #npm = path.join(this.root, 'npm packages')

  constructor(t: ExecutionContext<unknown>) {
    super(t, 'nothing')
  }

  unpack(bundle: string): void {
    execFileSync('tar', ['xf', bundle, '-C', this.root])
    fs.renameSync(path.join(this.root, 'package'), this.source)
  }

  /** Copies sharedPackages into the machine's global directory of npm. */
  async npmInstall(bundle: string): Promise<void> {
    const { at } = await sharedPackages(bundle)
    fs.cpSync(at, this.#npm, { recursive: true, verbatimSymlinks: true })
  }

  /** Like npmInstall, but adds the compiled code that `tfsso setup` would make. */
  async npmInstallCompiled(bundle: string): Promise<void> {
    await this.npmInstall(bundle)
    compiled ??= sharedPackages(bundle).then(compile)
    fs.cpSync(await compiled, path.join(this.package, 'lib'), { recursive: true })
  }

  npmUninstall(): Promise<void> {
    return npm(this.root, this.env(), ['uninstall', 'tfsso', '--prefix', this.#npm])
  }

  /** in npm's global directory */
  get package(): string {
    return path.join(this.#npm, packageIn)
  }

  /** the tfsso that npm puts on PATH */
  get launcher(): string {
    return path.join(this.#npm, 'bin/tfsso')
  }

  packages(): string[] {
    return fs.existsSync(this.#npm) ? listing(this.#npm) : []
  }

  /** Runs a line with npm's tfsso and the installation's tfsso on PATH. `which` says which comes first. */
  first(which: 'npm' | 'installation', line: string) {
    const npm = path.dirname(this.launcher)
    const ours = `${this.prefix}/shims:${this.prefix}/bin`
    const paths = which === 'npm' ? [npm, ours] : [ours, npm]
    return this.sh(line, { env: { PATH: [...paths, this.bin].join(':') } })
  }

  /**
   * Path, mode and content of each installed file, independent of prefix and time. V8's compiled code is left out,
   * because it differs after each compilation.
   */
  installed(): string[] {
    const version = fs.readlinkSync(path.join(this.prefix, 'current')).slice('versions/'.length)
    return walk(this.prefix).map((file) => {
      const stat = fs.lstatSync(file)
      const content = stat.isSymbolicLink()
        ? fs.readlinkSync(file)
        : stat.isFile() && !file.endsWith('.compiled')
          ? fs.readFileSync(file, 'latin1')
          : ''
      return `${file} ${stat.mode.toString(8)} ${content}`
        .replaceAll(version, 'VERSION')
        .replaceAll(this.prefix, 'PREFIX')
    })
  }
}
