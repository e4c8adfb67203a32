import path from 'node:path'
import { type Tool, tools } from '../files/installed-tools.ts'

/*
 * Scripts that ask a shell which program it starts for each tool's name. The answer is between two known lines, because
 * startup files can print, too.
 */

export interface Look {
  path: string
  /** what `command -v` prints: a path, a function's name, `alias …`, or nothing */
  found: Record<Tool, string>
}

const begin = 'tfsso-doctor-begin'
const end = 'tfsso-doctor-end'

/** For the shells in `likeSh`. */
export const shScript = `printf '\\n%s\\n%s\\n' ${begin} "$PATH"
printf '%s\\n' ${tools.map((tool) => `"$(command -v ${tool})"`).join(' ')} ${end}`

const fishScript = `printf '\\n%s\\n' ${begin}
string join : $PATH
for tool in ${tools.join(' ')}
  if functions -q $tool
    printf '%s\\n' $tool
  else
    command -v $tool; or printf '\\n'
  end
end
printf '%s\\n' ${end}`

/** Options for an interactive login shell that runs a script. */
const asLogin = ['-l', '-i', '-c']
const likeSh = ['ash', 'bash', 'dash', 'ksh', 'mksh', 'sh', 'zsh']

/** undefined for an unknown shell. */
export function loginShellArguments(shell: string): string[] | undefined {
  const name = path.basename(shell)
  if (name === 'fish') return [...asLogin, fishScript]
  return likeSh.includes(name) ? [...asLogin, shScript] : undefined
}

export function eachTool<T>(give: (tool: Tool, index: number) => T): Record<Tool, T> {
  return Object.fromEntries(tools.map((tool, index) => [tool, give(tool, index)])) as Record<
    Tool,
    T
  >
}

/** undefined as long as the lines between `begin` and `end` are not complete. */
export function parseLook(output: string): Look | undefined {
  const lines = output.split('\n')
  const start = lines.lastIndexOf(begin)
  const stop = lines.indexOf(end, start)
  if (start < 0 || stop < start + 2 + tools.length) return undefined
  const [directories = '', ...found] = lines.slice(start + 1)
  return { path: directories, found: eachTool((_, index) => found[index] ?? '') }
}

/** Variables that the desktop or the terminal sets before a login shell starts. */
const ofTheSession =
  /^(HOME|USER|LOGNAME|SHELL|TERM|COLORTERM|TERM_PROGRAM|LANG|LC_\w+|TZ|TMPDIR|ZDOTDIR|XDG_\w+|SSH_\w+|GPG_\w+|DBUS_\w+|DISPLAY|WAYLAND_DISPLAY|WSL_\w+|TMUX|STY)$/

/** PATH before the startup files run, as login(1) sets it. */
const loginPath = '/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin'

/**
 * The environment of a new login. If a variable is already set, a startup file might leave it unchanged. So the shell
 * gets only the variables in `ofTheSession` from our own environment. TFSSO_DOCTOR tells startup files that no person
 * waits for the shell.
 */
export function loginEnvironment(env: Readonly<Record<string, string | undefined>>) {
  const kept = Object.entries(env).filter(([name]) => ofTheSession.test(name))
  return { ...Object.fromEntries(kept), PATH: loginPath, TFSSO_DOCTOR: '1', HISTFILE: '' }
}
