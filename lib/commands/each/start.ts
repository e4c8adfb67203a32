import fs from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { execa } from 'execa'
import { isExecutable } from '../../files/read.ts'
import { removeIfEmpty } from '../../files/remove-unused.ts'
import { makeTemporaryDirectory, noTemporaryFile } from '../../files/temporary-directory.ts'
import type { Ending } from './results.ts'

/**
 * For a tool with a shim in `prefix`, returns this shim, whatever is on PATH. Any other command runs under `tfsso
 * exec`, which gives it the layer's credentials.
 */
export function programFor(prefix: string, command: readonly string[]): [string, ...string[]] {
  const [name = '', ...args] = command
  const shim = path.join(prefix, 'shims', name)
  if (/^[a-z]+$/.test(name) && isExecutable(shim)) return [shim, ...args]
  return [path.join(prefix, 'bin/tfsso'), 'exec', '--', ...command]
}

export interface Running {
  ended: Promise<Ending>
  /** If the command has not ended, sends SIGTERM. Sends no other signal later. */
  terminate(): void
}

/**
 * our own stdin, stdout and stderr; or two files, which are copied to our stdout and stderr after the child has ended
 */
export type Output = 'inherit' | Spools

/** Two file descriptors. */
export interface Spools {
  stdout: number
  stderr: number
}

/** execa accepts any file descriptor, but its types allow only one digit. */
const fd = (descriptor: number) => descriptor as 3

/** The child stays in our own process group. */
export function start(
  [file, ...args]: readonly [string, ...string[]],
  directory: string,
  env: NodeJS.ProcessEnv,
  output: Output,
): Running {
  const startedAt = performance.now()
  const child = execa(file, args, {
    cwd: directory,
    // A shell uses PWD as its logical path.
    env: { ...env, PWD: directory },
    extendEnv: false,
    buffer: false,
    cleanup: false,
    forceKillAfterDelay: false,
    reject: false,
    stdio: output === 'inherit' ? 'inherit' : ['ignore', fd(output.stdout), fd(output.stderr)],
  })
  let over = false
  const ended = child.then((result) => {
    over = true
    const { signal } = result
    // A program that could not be started has neither code nor signal.
    const code = result.exitCode ?? (signal === undefined ? 127 : undefined)
    return { code, signal, tookMs: performance.now() - startedAt }
  })
  return {
    ended,
    terminate: () => {
      if (!over && child.pid !== undefined) process.kill(child.pid, 'SIGTERM')
    },
  }
}

/** Problem (exit code 1) if a temporary file can't be created. */
export function openSpools(): Spools {
  const stdout = openSpool()
  try {
    return { stdout, stderr: openSpool() }
  } catch (error) {
    fs.closeSync(stdout)
    throw error
  }
}

/**
 * Opens a temporary file for a child's output, and deletes the file's name. So the output needs no memory, and
 * disappears when the descriptor is closed.
 */
function openSpool(): number {
  const directory = makeTemporaryDirectory('tfsso-each-')
  const file = path.join(directory, 'output')
  let spool: number | undefined
  try {
    spool = fs.openSync(file, 'wx+', 0o600)
    fs.unlinkSync(file)
    return spool
  } catch (error) {
    if (spool !== undefined) fs.closeSync(spool)
    throw noTemporaryFile(error)
  } finally {
    // `removeIfEmpty` needs no file descriptor, so it works even if none is left.
    removeIfEmpty(directory)
  }
}

/** Copies the file and closes it. Ignores errors, for example if the reader has gone. */
export async function copySpool(spool: number, to: NodeJS.WritableStream): Promise<void> {
  const file = fs.createReadStream('', { fd: spool, start: 0 })
  await pipeline(file, to, { end: false }).catch(() => {})
}
