import { execFileSync } from 'node:child_process'

/** The shells on this machine, out of those that the sh parts must work in. TFSSO_TEST_BASH_3 names a bash 3.2. */
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
 * The shells for a run without a grant, and then for runs with it. node makes the grant, whatever the shell, so the
 * first run uses only one shell, by `number`. The others use each shell.
 */
export function coldAndWarm(number: number): string[][] {
  return [shells[number % shells.length] ?? [], ...shells]
}
