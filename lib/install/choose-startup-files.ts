import path from 'node:path'
import type { Environment } from '../files/user-paths.ts'

/**
 * Shells, grouped by the syntax of their startup files. `csh` includes tcsh, and `sh` includes dash, ksh and the like.
 * `other`: an unknown syntax.
 */
export type Shell = 'bash' | 'zsh' | 'fish' | 'sh' | 'csh' | 'other'

const likeSh = ['sh', 'dash', 'ash', 'busybox', 'ksh', 'ksh93', 'mksh', 'oksh', 'loksh', 'yash']

/** The login shell that SHELL names; sh if SHELL is not set. */
export function shellOf({ SHELL }: Environment): { shell: Shell; name: string } {
  const name = path.basename(SHELL ?? '') || 'sh'
  if (name === 'bash' || name === 'zsh' || name === 'fish') return { shell: name, name }
  if (name === 'csh' || name === 'tcsh') return { shell: 'csh', name }
  return { shell: likeSh.includes(name) ? 'sh' : 'other', name }
}

/** The line that a person adds to a startup file. For an unknown shell: the directories to add to PATH. */
export function lineFor(shell: Shell, prefix: string): string {
  if (shell === 'fish') return `source "${prefix}/env.fish"`
  if (shell === 'csh') return `set path = ("${prefix}/shims" "${prefix}/bin" $path)`
  if (shell === 'other') return `${prefix}/shims:${prefix}/bin`
  return `. "${prefix}/env"`
}

/**
 * The line of `lineFor` for our block in a startup file, with a test that env (or env.fish) exists. Without the test,
 * dash would exit if that file were missing.
 */
export function guardedLine(shell: Shell, prefix: string): string {
  return shell === 'fish'
    ? `if test -r "${prefix}/env.fish"; ${lineFor('fish', prefix)}; end`
    : `if [ -r "${prefix}/env" ]; then ${lineFor('sh', prefix)}; fi`
}

export interface StartupPaths {
  env: Environment
  /** HOME, or `~` for paths that are only printed */
  home: string
  platform: NodeJS.Platform
  /** whether a file or a link exists */
  exists(file: string): boolean
}

/** The files that --modify-path changes; none for csh, and none for a shell that tfsso doesn't know. */
export function editedFiles(shell: Shell, paths: StartupPaths): string[] {
  if (shell === 'bash') return [`${paths.home}/.bashrc`, bashLoginFile(paths)]
  if (shell === 'zsh') return [zshFile(paths)]
  if (shell === 'fish') return [`${fishDirectory(paths)}/conf.d/tfsso.fish`]
  return shell === 'sh' ? [`${paths.home}/.profile`] : []
}

/**
 * The startup file to which a person should add the line. For bash it depends on the system, because terminals on macOS
 * start login shells.
 */
export function advisedFile(shell: Shell, paths: StartupPaths): string {
  if (shell === 'bash')
    return paths.platform === 'darwin' ? bashLoginFile(paths) : `${paths.home}/.bashrc`
  if (shell === 'zsh') return zshFile(paths)
  if (shell === 'fish') return `${fishDirectory(paths)}/config.fish`
  return `${paths.home}/${shell === 'csh' ? '.cshrc' : '.profile'}`
}

/** The files that --modify-path could have changed in an environment like this one, without duplicates. */
export function possibleFiles(paths: StartupPaths): string[] {
  const { home } = paths
  const names = ['.bashrc', '.bash_profile', '.bash_login', '.profile', '.zshrc']
  const files = names.map((name) => `${home}/${name}`)
  return [...new Set([...files, zshFile(paths), `${fishDirectory(paths)}/conf.d/tfsso.fish`])]
}

/**
 * The startup file to use for a login shell of bash. bash reads only the first file of `names` that exists, so a new
 * file must not hide an existing one.
 */
function bashLoginFile({ home, exists, platform }: StartupPaths): string {
  const names = ['.bash_profile', '.bash_login', '.profile']
  const fallback = platform === 'darwin' ? '.bash_profile' : '.profile'
  return `${home}/${names.find((name) => exists(`${home}/${name}`)) ?? fallback}`
}

function zshFile({ env, home }: StartupPaths): string {
  return `${env.ZDOTDIR?.startsWith('/') ? env.ZDOTDIR : home}/.zshrc`
}

function fishDirectory({ env, home }: StartupPaths): string {
  return `${env.XDG_CONFIG_HOME?.startsWith('/') ? env.XDG_CONFIG_HOME : `${home}/.config`}/fish`
}
