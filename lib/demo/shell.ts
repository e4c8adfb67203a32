import type { Tool } from '../files/installed-tools.ts'
import { layers } from './sample.ts'

export function shellIntroduction(tool: Tool): string {
  return `
You are in the sample project, in a shell of its own. Try:
  cd ${layers.dns} && ${tool} init && ${tool} apply
  tfsso status
  tfsso logout
\`exit\` ends it and removes everything.
`
}

/**
 * Runs the person's shell until it ends. This process ignores Ctrl-C, because it contains the emulator that the shell
 * needs.
 */
export async function runShell(cwd: string, env: Record<string, string>): Promise<void> {
  const { execa } = await import('execa')
  const others = process.listeners('SIGINT')
  const ignore = () => {}
  process.removeAllListeners('SIGINT').on('SIGINT', ignore)
  try {
    await execa(env.SHELL || '/bin/sh', {
      cwd,
      env,
      extendEnv: false,
      stdio: 'inherit',
      reject: false,
    })
  } finally {
    process.removeListener('SIGINT', ignore)
    for (const listener of others) process.on('SIGINT', listener)
  }
}
