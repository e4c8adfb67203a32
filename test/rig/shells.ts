import { execFileSync } from 'node:child_process'

/** The shells on this machine that the sh parts must work in. TFSSO_TEST_BASH_3 names a bash 3.2. */
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
 * The shells for a first run without a grant and for later runs with the grant. node makes the grant in the same way
 * for every shell, so the first run uses only one of them: the one with this `number`. The later runs use each shell.
 */
export function coldAndWarm(number: number): string[][] {
  return [shells[number % shells.length] ?? [], ...shells]
}
