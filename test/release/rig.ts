import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { ExecutionContext } from 'ava'
import { execa } from 'execa'
import { listing, Machine, placeClone, walk } from '../install/rig.ts'
import { temporary } from '../rig/install.ts'
import { heavy } from '../rig/turn.ts'

/**
 * Makes a release from a clone whose files have these permissions for others (go=rx, go=). Returns the directory of the
 * release.
 */
export async function makeRelease(others: string): Promise<string> {
  const clone = temporary('tfsso clone-')
  placeClone(clone)
  const line = `chmod -R ${others} . && umask u=rwx,${others} && exec node release.mjs`
  const env = { PATH: process.env.PATH, HOME: clone }
  await heavy(() => execa('sh', ['-c', line], { cwd: clone, env, extendEnv: false }))
  return path.join(clone, 'release')
}

/** Returns the path of the bundle in a release. */
export function bundleOf(release: string): string {
  const name = fs.readdirSync(release).find((candidate) => candidate.endsWith('.tgz'))
  if (!name) throw new Error(`there is no bundle in ${release}`)
  return path.join(release, name)
}

/** A machine without a clone. Its tfsso comes from a release. */
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

  /** Runs npm without a network, with a global directory of its own. If npm fails, its output is shown. */
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

  /** The path of the tfsso that npm puts on PATH. */
  get launcher(): string {
    return path.join(this.#npm, 'bin/tfsso')
  }

  /** Lists the files in npm's global directory. */
  packages(): string[] {
    return fs.existsSync(this.#npm) ? listing(this.#npm) : []
  }

  /** Runs a command line with both `tfsso` programs on PATH. `which` says which of them comes first. */
  first(which: 'npm' | 'installation', line: string) {
    const npm = path.dirname(this.launcher)
    const ours = `${this.prefix}/shims:${this.prefix}/bin`
    const paths = which === 'npm' ? [npm, ours] : [ours, npm]
    return this.sh(line, { env: { PATH: [...paths, this.bin].join(':') } })
  }

  /**
   * Returns path, mode and content of each file of the installation, in a form that does not depend on prefix and time.
   * For V8's compiled code it contains only the name, because each compilation differs.
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
