import fs from 'node:fs'
import path from 'node:path'
import { errorCode } from '../files/error-code.ts'
import { isFile } from '../files/read.ts'
import { replaceFile } from '../files/replace-file.ts'
import { orElse } from '../text/attempt.ts'
import { blockFor, splitBlock } from './startup-block.ts'

/** The file's text in latin1; undefined if the path is no file, or if the file can't be read. */
export function readStartupFile(file: string): string | undefined {
  return orElse(() => (isFile(file) ? fs.readFileSync(file, 'latin1') : undefined), undefined)
}

/** A read-only file counts as unchangeable, even for root. */
export function isChangeable(file: string): boolean {
  try {
    const stat = fs.statSync(file, { throwIfNoEntry: false })
    if (stat) {
      fs.accessSync(file, fs.constants.R_OK | fs.constants.W_OK)
      return stat.isFile() && (stat.mode & 0o200) !== 0
    }
    if (fs.lstatSync(file, { throwIfNoEntry: false })) return false // a link whose target does not exist
    let near = path.dirname(file)
    while (!fs.existsSync(near)) near = path.dirname(near)
    fs.accessSync(near, fs.constants.W_OK)
    return fs.statSync(near).isDirectory()
  } catch {
    return false
  }
}

/** Puts a line (UTF-8) into our block at the end of a startup file. Returns whether that worked. */
export function addLine(file: string, line: string): boolean {
  return change(() => {
    const text = readStartupFile(file)
    const bytes = Buffer.from(line).toString('latin1')
    if (text === undefined) {
      fs.mkdirSync(path.dirname(file), { recursive: true })
      fs.writeFileSync(file, blockFor(undefined, bytes), { encoding: 'latin1', flag: 'wx' })
      return
    }
    const { block, rest, isNew } = splitBlock(text)
    const added = blockFor(isNew && rest === '' ? undefined : rest, bytes)
    // Appending works even for a mount point, which can't be replaced.
    if (block.length === 0) fs.appendFileSync(file, added, 'latin1')
    else replace(file, rest + added)
  })
}

/**
 * Removes our blocks. If we created the file and nothing else is in it, removes the file. Returns whether that worked.
 */
export function removeLine(file: string): boolean {
  return change(() => {
    const { rest, isNew } = splitBlock(readStartupFile(file) ?? '')
    if (isNew && rest === '') fs.rmSync(fs.realpathSync(file))
    else replace(file, rest)
  })
}

function change(how: () => void): boolean {
  try {
    how()
    return true
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    return false
  }
}

/** In one step. A link stays a link. */
function replace(file: string, text: string): void {
  replaceFile(fs.realpathSync(file), Buffer.from(text, 'latin1'))
}
