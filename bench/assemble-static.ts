import { execFileSync } from 'node:child_process'

/** exit(0) on Linux */
const exit: Partial<Record<NodeJS.Architecture, string>> = {
  x64: 'mov $60, %eax; xor %edi, %edi; syscall',
  arm64: 'mov x8, #93; mov x0, #0; svc #0',
}

/**
 * Makes a static program that only exits. The program needs no loader and no libraries. Returns false if cc can't make
 * it here.
 */
export function assembleStatic(file: string): boolean {
  const code = process.platform === 'linux' ? exit[process.arch] : undefined
  if (!code) return false
  try {
    execFileSync('cc', ['-static', '-nostdlib', '-x', 'assembler', '-', '-o', file], {
      input: `.globl _start\n_start: ${code}\n`,
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    return true
  } catch {
    return false
  }
}
