import path from 'node:path'
import { listDirectory } from '../files/read.ts'
import { quietly } from './start.ts'

/** Tries a staged version before it comes into use. Problem (exit code 1) if it is damaged or does not run. */
export async function tryOut(
  staged: string,
  node: string,
  nodeFlags: readonly string[],
): Promise<void> {
  const scripts = ['shims', 'left-out', 'libexec', 'bin', 'npm', '.']
    .flatMap((part) => listDirectory(path.join(staged, part)).map((name) => `${part}/${name}`))
    .filter((name) => name.endsWith('.sh') || /^(?!\.\/)[^.]*\/[a-z]+$/.test(name))
    .filter((name) => name !== 'libexec/tools')
    .map((name) => path.join(staged, name))
  await quietly('sh', ['-c', 'for file do sh -n "$file" || exit; done', 'sh', ...scripts], {
    orFail: 'the new version is damaged: see above.',
  })
  const cli = [...nodeFlags, path.join(staged, 'lib/cli.js')]
  const orFail = 'the new version does not run; see above.'
  await quietly(node, [...cli, '--try'], { env: { TFSSO_PREFIX: staged }, orFail })
  // Ignore a failure: compiled code only makes tfsso start sooner.
  await quietly(node, [...cli, '--compile'], {})
}
