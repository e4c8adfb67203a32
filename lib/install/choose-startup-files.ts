import path from 'node:path'
import type { Environment } from '../files/user-paths.ts'

/** Shells, grouped by the syntax of their startup files: `csh` includes tcsh, `sh` includes dash and ksh. */
export type Shell = 'bash' | 'zsh' | 'fish' | 'sh' | 'csh' | 'other'

const likeSh = ['sh', 'dash', 'ash', 'busybox', 'ksh', 'ksh93', 'mksh', 'oksh', 'loksh', 'yash']

export function shellOf({ SHELL }: Environment): { shell: Shell; name: string } {
  const name = path.basename(SHELL ?? '') || 'sh'
  if (name === 'bash' || name === 'zsh' || name === 'fish') return { shell: name, name }
  if (name === 'csh' || name === 'tcsh') return { shell: 'csh', name }
  return { shell: likeSh.includes(name) ? 'sh' : 'other', name }
}

/** The line that puts tfsso on PATH. For an unknown shell: only the directories to add to PATH. */
export function lineFor(shell: Shell, prefix: string): string {
  if (shell === 'fish') return `source "${prefix}/env.fish"`
  if (shell === 'csh') return `set path = ("${prefix}/shims" "${prefix}/bin" $path)`
  if (shell === 'other') return `${prefix}/shims:${prefix}/bin`
  return `. "${prefix}/env"`
}

/** `lineFor` with a test that the file exists: dash would exit if the file were missing. */
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
  /** true for a link without a target, too */
  exists(file: string): boolean
}

/** The files that --modify-path changes; none for csh and for unknown shells. */
export function editedFiles(shell: Shell, paths: StartupPaths): string[] {
  if (shell === 'bash') return [`${paths.home}/.bashrc`, bashLoginFile(paths)]
  if (shell === 'zsh') return [zshFile(paths)]
  if (shell === 'fish') return [`${fishDirectory(paths)}/conf.d/tfsso.fish`]
  return shell === 'sh' ? [`${paths.home}/.profile`] : []
}

/**
 * The file to which a person should add the line. On macOS, terminals start login shells, so bash needs the line in a
 * login file.
 */
export function advisedFile(shell: Shell, paths: StartupPaths): string {
  if (shell === 'bash')
    return paths.platform === 'darwin' ? bashLoginFile(paths) : `${paths.home}/.bashrc`
  if (shell === 'zsh') return zshFile(paths)
  if (shell === 'fish') return `${fishDirectory(paths)}/config.fish`
  return `${paths.home}/${shell === 'csh' ? '.cshrc' : '.profile'}`
}

/**
 * All files that an earlier --modify-path could have changed, for all shells together. The list assumes that HOME,
 * ZDOTDIR and XDG_CONFIG_HOME have not changed since then.
 */
export function possibleFiles(paths: StartupPaths): string[] {
  const { home } = paths
  const names = ['.bashrc', '.bash_profile', '.bash_login', '.profile', '.zshrc']
  const files = names.map((name) => `${home}/${name}`)
  return [...new Set([...files, zshFile(paths), `${fishDirectory(paths)}/conf.d/tfsso.fish`])]
}

/** bash reads only the first of `names` that exists, so a new file must not hide an existing one. */
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
