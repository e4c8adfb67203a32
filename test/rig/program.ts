import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'

const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill()
})

export interface Ended {
  /** undefined if a signal ended the program, or if it could not be started */
  exitCode: number | undefined
  signal: string | undefined
  stdout: string
  stderr: string
}

export interface ProgramOptions extends SpawnOptions {
  /** what the program reads from stdin; without this, stdin is empty */
  input?: string | undefined
}

export interface Program {
  file: string
  args: string[]
  options: ProgramOptions
}

/**
 * Runs a program to its end, with this input or none. If this process exits first, it kills the program. The tests run
 * many thousand programs, and execa would take 2 ms more CPU time for each.
 */
export async function runProgram(
  file: string,
  args: string[],
  { input, ...options }: ProgramOptions,
): Promise<Ended> {
  const stdin = input === undefined ? 'ignore' : 'pipe'
  const child = spawn(file, args, { ...options, stdio: [stdin, 'pipe', 'pipe'] })
  running.add(child)
  const [stdout, stderr] = [textOf(child.stdout), textOf(child.stderr)]
  // Ignore errors, because a program can end without reading its input.
  child.stdin?.on('error', () => {}).end(input)
  const { exitCode, signal } = await new Promise<Pick<Ended, 'exitCode' | 'signal'>>((resolve) => {
    child.on('error', () => resolve({ exitCode: undefined, signal: undefined }))
    child.on('close', (code, signal) =>
      resolve({ exitCode: code ?? undefined, signal: signal ?? undefined }),
    )
  })
  running.delete(child)
  return { exitCode, signal, stdout: stdout(), stderr: stderr() }
}

/** Collects a stream, and returns a function that gives its text so far. */
function textOf(stream: NodeJS.ReadableStream | null): () => string {
  const chunks: Buffer[] = []
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
  return () => Buffer.concat(chunks).toString()
}
