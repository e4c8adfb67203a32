import fs from 'node:fs'
import type { Environment } from '../files/user-paths.ts'
import {
  editedFiles,
  guardedLine,
  lineFor,
  possibleFiles,
  type Shell,
  type StartupPaths,
} from './choose-startup-files.ts'
import { say } from './say.ts'
import { blockBegin, blockEnd, splitBlock } from './startup-block.ts'
import { addLine, isChangeable, readStartupFile, removeLine } from './startup-file.ts'

export function startupPaths(env: Environment): StartupPaths {
  const exists = (file: string) => fs.lstatSync(file, { throwIfNoEntry: false }) !== undefined
  return { env, home: env.HOME || '~', platform: process.platform, exists }
}

/**
 * Edits the startup files of a shell. Returns whether all of them now have our line (with `dryRun`: would have it).
 * False for csh and for unknown shells: tfsso edits no file for them.
 */
export function editStartupFiles(
  shell: Shell,
  paths: StartupPaths,
  { prefix, dryRun }: { prefix: string; dryRun: boolean },
): boolean {
  const files = editedFiles(shell, paths)
  return files.map((file) => edit(file, shell, prefix, dryRun)).every(Boolean) && files.length > 0
}

function edit(file: string, shell: Shell, prefix: string, dryRun: boolean): boolean {
  const [line, guarded] = [lineFor(shell, prefix), guardedLine(shell, prefix)]
  const bytes = Buffer.from(guarded).toString('latin1')
  if (splitBlock(readStartupFile(file) ?? '').block.includes(bytes)) {
    say(`${file} has the line already.`)
    return true
  }
  if (isChangeable(file) && (dryRun || addLine(file, guarded))) {
    say(`${dryRun ? 'Would add' : 'Added'} to ${file}: ${line}`)
    return true
  }
  say(`${file} cannot be changed, so it stays as it is. Add this line by hand:`, `  ${line}`)
  return false
}

/** Removes our lines from the startup files. Lines for another prefix stay. */
export function cleanStartupFiles(
  paths: StartupPaths,
  { prefix, dryRun }: { prefix: string; dryRun: boolean },
): void {
  if (!paths.env.HOME) {
    say('HOME is not set, so no startup files are checked.')
    return
  }
  const [sh, fish] = [`"${prefix}/env"`, `"${prefix}/env.fish"`].map((text) =>
    Buffer.from(text).toString('latin1'),
  ) as [string, string]
  for (const file of possibleFiles(paths)) {
    const { block } = splitBlock(readStartupFile(file) ?? '')
    if (block.length === 0) continue
    if (!block.some((line) => line.includes(sh) || line.includes(fish)))
      say(`${file} keeps its tfsso lines: they are for an installation in another directory.`)
    else if (isChangeable(file) && (dryRun || removeLine(file)))
      say(`${dryRun ? "Would remove tfsso's" : "Removed tfsso's"} lines from ${file}.`)
    else
      say(`${file} cannot be changed: remove the lines from ${blockBegin} to ${blockEnd} by hand.`)
  }
}
