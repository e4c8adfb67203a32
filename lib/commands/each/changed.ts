import path from 'node:path'
import { execa } from 'execa'
import { fail } from '../../text/problem.ts'

/** Problem (exit code 1) if git is missing or fails, for example outside a repository. */
export async function findTop(directory: string): Promise<string> {
  const { output, reason } = await git(directory, ['rev-parse', '--show-toplevel'])
  if (output !== undefined) return output.replace(/\n$/, '')
  throw fail(`--changed needs git, but git fails in ${directory}${because(reason)}`, otherwise)
}

const otherwise = 'Name the layers instead: tfsso each GLOB -- CMD…'

/**
 * Absolute paths of the repository's files that differ from the commit where the branch left `base` (`git merge-base`).
 * Includes untracked files, but not ignored ones. A changed submodule and an untracked repository are listed as one
 * path, without the files in them. An empty `base` means the default branch. Problem (exit code 1) if git fails.
 */
export async function changedFiles(top: string, base: string): Promise<string[]> {
  const revision = base || (await defaultBranch(top))
  const since = await git(top, ['merge-base', '--end-of-options', revision, 'HEAD'])
  if (since.output === undefined)
    throw fail(
      `git finds no common ancestor of ${revision} and this branch${because(since.reason)}`,
      'Name another revision: --changed=BASE. In a CI job, check out the whole history (fetch-depth: 0).',
    )
  const commit = since.output.trim()
  const names = ['--name-only', '-z', '--no-renames', '--no-ext-diff', '--ignore-submodules=none']
  const lists = await Promise.all([
    git(top, ['diff', ...names, commit]),
    git(top, ['ls-files', '-z', '--others', '--exclude-standard', '--full-name']),
  ])
  return lists
    .flatMap(({ output, reason }) => {
      if (output !== undefined) return output.split('\0')
      throw fail(`git could not list the files that differ from ${commit}${because(reason)}`)
    })
    .filter((name) => name !== '')
    .map((name) => path.resolve(top, name)) // git ends the name of an untracked repository with a slash
}

/**
 * The remote's default branch as git has stored it, else the remote's main or master, else the local main or master.
 * Problem (exit code 1) if there is none.
 */
async function defaultBranch(directory: string): Promise<string> {
  const candidates = ['refs/remotes/origin/HEAD', 'origin/main', 'origin/master', 'main', 'master']
  for (const name of candidates)
    if ((await git(directory, ['rev-parse', '--verify', '--quiet', name])).output !== undefined)
      return name
  throw fail(
    'The default branch could not be found.',
    'Name the revision to compare with: --changed=BASE',
  )
}

/**
 * git sets these variables for its hooks. If tfsso runs in a hook, our own git would inherit them. It would take
 * `directory` for the top of the work tree, or use another repository's index. The list is that of git-rev-parse(1),
 * `--local-env-vars`, without the variables with settings (GIT_CONFIG_COUNT and others): a CI job can set
 * safe.directory through these.
 */
const ofAnotherRepository = [
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_DIR',
  'GIT_GRAFT_FILE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_INTERNAL_SUPER_PREFIX',
  'GIT_NO_REPLACE_OBJECTS',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_REPLACE_REF_BASE',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
]

interface Answer {
  /** undefined if git fails */
  output?: string
  /** the line in which git says why it fails; empty if it says nothing */
  reason: string
}

const because = (reason: string) => (reason === '' ? '.' : `: ${reason}`)

/** Problem (exit code 1) if there is no git. */
async function git(directory: string, args: string[]): Promise<Answer> {
  const { stdout, stderr, failed, exitCode, code, shortMessage } = await execa(
    'git',
    ['-C', directory, ...args],
    {
      env: Object.fromEntries(ofAnotherRepository.map((name) => [name, undefined])),
      reject: false,
      stdin: 'ignore',
      stripFinalNewline: false,
    },
  )
  if (code === 'ENOENT') throw fail('--changed needs git, and git is not on PATH.', otherwise)
  if (!failed) return { output: stdout, reason: '' }
  const lines = (exitCode === undefined ? (shortMessage ?? '') : stderr).trim().split('\n')
  return { reason: lines.find((line) => /^(fatal|error): /.test(line)) ?? lines[0] ?? '' }
}
