import fs from 'node:fs'
import path from 'node:path'
import { errorCode } from '../files/error-code.ts'
import { linkTarget, listDirectory } from '../files/read.ts'
import { removeIfEmpty } from '../files/remove-unused.ts'
import { fail } from '../text/problem.ts'
import { pathFiles } from './env-files.ts'
import { currentOf, versionLinks, versionName } from './installed.ts'
import { findNodeFlags } from './node-program.ts'
import { ownNode } from './source.ts'
import { type Placed, stage } from './stage.ts'
import { tryOut } from './try-out.ts'

/**
 * Puts the new version into its own directory, tries it, and then switches one link to it. After a failure or a signal,
 * the new version is removed when this process exits. `tellsBack`: whether to say after this removal that the prefix is
 * unchanged. Problem (exit code 1) if the version can't be written or doesn't run.
 */
export async function place(placed: Placed, { tellsBack }: { tellsBack: boolean }): Promise<void> {
  const { prefix, source } = placed
  const before = {
    prefix: fs.existsSync(prefix),
    versions: fs.existsSync(`${prefix}/versions`),
    current: linkTarget(`${prefix}/current`),
  }
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const staged = path.join(prefix, currentOf(versionName(source.version, time, process.pid)))
  let isDone = false
  const takeBack = () => {
    if (isDone) return
    isDone = true
    fs.rmSync(staged, { recursive: true, force: true })
    for (const name of temporaries(prefix)) fs.rmSync(name, { force: true })
    if (before.current === undefined)
      for (const name of [...versionLinks, 'env', 'env.fish'])
        fs.rmSync(path.join(prefix, name), { force: true })
    if (!before.versions) removeIfEmpty(`${prefix}/versions`)
    if (!before.prefix) removeIfEmpty(prefix)
    if (tellsBack) process.stderr.write(`  ${prefix} is unchanged.\n`)
  }
  process.once('exit', takeBack)
  try {
    fs.mkdirSync(`${prefix}/versions`, { recursive: true })
    fs.mkdirSync(staged)
    const nodeFlags = await findNodeFlags(process.execPath)
    stage(staged, placed, nodeFlags)
    const node = source.bringsNode ? path.join(staged, ownNode) : placed.node
    await tryOut(staged, node, nodeFlags)
    switchTo(prefix, staged)
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    throw fail(`${prefix} cannot be written: ${(error as Error).message}`)
  }
  isDone = true
  process.removeListener('exit', takeBack)
  removeOlder(prefix, staged, before.current)
}

function temporaries(prefix: string): [link: string, file: string] {
  return [`${prefix}/.tfsso.current.${process.pid}`, `${prefix}/.tfsso.file.${process.pid}`]
}

function switchTo(prefix: string, staged: string): void {
  const [link, file] = temporaries(prefix)
  for (const name of versionLinks) {
    if (linkTarget(`${prefix}/${name}`) === undefined)
      fs.symlinkSync(`current/${name}`, `${prefix}/${name}`)
  }
  for (const [name, text] of pathFiles(prefix)) {
    fs.writeFileSync(file, text, { mode: 0o644 })
    fs.renameSync(file, `${prefix}/${name}`)
  }
  fs.symlinkSync(currentOf(path.basename(staged)), link)
  fs.renameSync(link, `${prefix}/current`)
}

/**
 * Removes the versions older than `previous`, which was the current version until now. `previous` stays, because
 * programs could still be running from it. Newer versions stay, because another installer could be writing one. If
 * `previous` no longer exists, removes all versions except `staged`.
 */
function removeOlder(prefix: string, staged: string, previous: string | undefined): void {
  if (previous === undefined) return
  const time = (file: string) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs
  const limit = time(path.join(prefix, previous))
  for (const name of listDirectory(`${prefix}/versions`)) {
    const entry = path.join(prefix, 'versions', name)
    if (`versions/${name}` === previous || entry === staged) continue
    if (limit === undefined || (time(entry) ?? 0) < limit)
      fs.rmSync(entry, { recursive: true, force: true })
  }
}
