import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { ExecutionContext } from 'ava'
import { execa } from 'execa'
import { listing, Machine, placeClone, walk } from '../install/rig.ts'
import { temporary } from '../rig/install.ts'
import { heavy } from '../rig/turn.ts'

/** Makes a release from a clone in which others have these permissions (go=rx, go=); its directory. */
export async function makeRelease(others: string): Promise<string> {
  const clone = temporary('tfsso clone-')
  placeClone(clone)
  const line = `chmod -R ${others} . && umask u=rwx,${others} && exec node release.mjs`
  const env = { PATH: process.env.PATH, HOME: clone }
  await heavy(() => execa('sh', ['-c', line], { cwd: clone, env, extendEnv: false }))
  return path.join(clone, 'release')
}

/** The bundle's file in a release. */
export function bundleOf(release: string): string {
  const name = fs.readdirSync(release).find((candidate) => candidate.endsWith('.tgz'))
  if (!name) throw new Error(`there is no bundle in ${release}`)
  return path.join(release, name)
}

/** A machine without a clone: what it has of tfsso comes from a release. */
export class Bystander extends Machine {
  readonly #npm = path.join(this.root, 'npm packages')

  constructor(t: ExecutionContext<unknown>) {
    super(t, 'nothing')
  }

  /** Unpacks the bundle. */
  unpack(bundle: string): void {
    execFileSync('tar', ['xf', bundle, '-C', this.root])
    fs.renameSync(path.join(this.root, 'package'), this.source)
  }

  /** Runs npm with a global directory of its own and no network; its output if it fails. */
  async npm(args: string[]): Promise<void> {
    const env = {
      ...this.env(),
      PATH: process.env.PATH,
      npm_config_cache: path.join(this.root, 'npm cache'),
      npm_config_update_notifier: 'false',
    }
    const all = [...args, '--global', '--prefix', this.#npm, '--offline']
    await heavy(() => execa('npm', all, { env, extendEnv: false }))
  }

  /** npm's own tfsso. */
  get launcher(): string {
    return path.join(this.#npm, 'bin/tfsso')
  }

  /** What npm has put in its global directory. */
  packages(): string[] {
    return fs.existsSync(this.#npm) ? listing(this.#npm) : []
  }

  /** Runs a command line with npm's tfsso first on PATH and the installation's next, or the other way. */
  first(which: 'npm' | 'installation', line: string) {
    const npm = path.dirname(this.launcher)
    const ours = `${this.prefix}/shims:${this.prefix}/bin`
    const paths = which === 'npm' ? [npm, ours] : [ours, npm]
    return this.sh(line, { env: { PATH: [...paths, this.bin].join(':') } })
  }

  /**
   * The installation as it would be at any prefix and time: path, mode and content of each file.
   * The compiled code of V8 is named only, for it is made anew each time.
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
