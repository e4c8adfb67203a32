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
