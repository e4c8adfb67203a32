import { execFileSync } from 'node:child_process'

/** The installed shells that the sh parts must work in. TFSSO_TEST_BASH_3 names a bash 3.2. */
export const shells: string[][] = [
  ['dash'],
  ['bash', '--posix'],
  [process.env.TFSSO_TEST_BASH_3 || 'bash-3.2', '--posix'],
  ['busybox', 'sh'],
  ['mksh'],
].filter(([name = '', ...options]) => {
  try {
    execFileSync(name, [...options, '-c', ':'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})

/**
 * Returns first the shell that `number` chooses, for a cold run, and then each shell for a warm run. One cold run is
 * enough, because a grant does not depend on the shell.
 */
export function coldAndWarm(number: number): string[][] {
  return [shells[number % shells.length] ?? [], ...shells]
}
