import fs from 'node:fs'
import path from 'node:path'
import { errorCode } from '../../files/error-code.ts'
import { notWritten } from '../../files/not-written.ts'
import { readIfThere } from '../../files/read.ts'
import { replaceFile } from '../../files/replace-file.ts'
import { type LineChange, setAttributes } from '../../project/tfvars-edit.ts'
import { misconfigured } from '../../text/problem.ts'

export interface FileEdit {
  file: string
  /** latin1 text: one character for each byte */
  before: string
  after: string
  changes: readonly LineChange[]
}

/** Undefined if nothing changes. */
export function planEdit(file: string, values: Record<string, string>): FileEdit | undefined {
  const before = readIfThere(file)?.toString('latin1') ?? ''
  const { text, changes } = setAttributes(before, values)
  return changes.length === 0 ? undefined : { file, before, after: text, changes }
}

export function renderEdit({ file, changes }: FileEdit, root: string): string {
  const text = (line: string) => Buffer.from(line, 'latin1').toString('utf8')
  const lines = changes.flatMap(({ before, after }) => [
    ...(before === undefined ? [] : [`- ${text(before)}`]),
    `+ ${text(after)}`,
  ])
  return `${[path.relative(root, file), ...lines].join('\n  ')}\n`
}

/**
 * Replaces the file completely or not at all, and follows links. Problem (exit code 78) if it does not exist, can't be
 * written, or has changed meanwhile.
 */
export function writeEdit({ file, before, after }: FileEdit): void {
  if ((readIfThere(file)?.toString('latin1') ?? '') !== before)
    throw misconfigured(`${file} has changed meanwhile.`, 'Run the command again.')
  orProblem(file, () => replaceFile(fs.realpathSync(file), Buffer.from(after, 'latin1')))
}

/** Problem (exit code 78) if the file exists or can't be written. */
export function writeNew(file: string, text: string): void {
  orProblem(file, () => fs.writeFileSync(file, text, { flag: 'wx' }))
}

function orProblem(file: string, write: () => void): void {
  try {
    write()
  } catch (error) {
    const code = errorCode(error)
    if (code === undefined) throw error
    if (code === 'EEXIST')
      throw misconfigured(
        `${file} exists already, so tfsso did not write it.`,
        'To write a new one, move the file away and run the command again.',
      )
    throw notWritten(file, code, 'Make it and its directory writable for you.')
  }
}
