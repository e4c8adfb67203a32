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
 * The shells for consecutive runs of which only the first makes a grant. node makes it, whatever the shell,
 * so the first shell depends on the number. Then each shell uses the grant.
 */
export function coldAndWarm(number: number): string[][] {
  return [shells[number % shells.length] ?? [], ...shells]
}
