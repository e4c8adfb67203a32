import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'

const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill()
})

export interface Ended {
  /** undefined after a signal, or if the program could not be started */
  exitCode: number | undefined
  signal: string | undefined
  stdout: string
  stderr: string
}

export interface ProgramOptions extends SpawnOptions {
  /** for stdin, which is empty by default */
  input?: string | undefined
}

export interface Program {
  file: string
  args: string[]
  options: ProgramOptions
}

/**
 * Runs a program to its end. If this process exits first, it kills the program. The tests run many thousand programs,
 * and execa would take 2 ms more CPU time for each.
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
  // A program can end without reading its input.
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

/** The returned function gives the text so far. */
function textOf(stream: NodeJS.ReadableStream | null): () => string {
  const chunks: Buffer[] = []
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
  return () => Buffer.concat(chunks).toString()
}
