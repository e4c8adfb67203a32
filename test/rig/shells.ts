import { execFileSync } from 'node:child_process'

/** The shells that the sh parts must work in, those that this machine has. */
export const shells: string[][] = [
  ['dash'],
  ['bash', '--posix'],
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
 * The shells for runs one after the other of which only the first makes a grant: that is node's work, whatever
 * the shell, so it is another one's with each number; then each shell uses the grant.
 */
export function coldAndWarm(number: number): string[][] {
  return [shells[number % shells.length] ?? [], ...shells]
}
