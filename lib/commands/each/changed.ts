import path from 'node:path'
import { execa } from 'execa'
import { listDirectory, realPath } from '../../files/read.ts'
import type { ListedLayer } from '../../layout/layers.ts'
import type { Layout } from '../../layout/layout.ts'
import { Inputs } from '../../project/inputs.ts'
import { terraformFiles } from '../../project/layer-files.ts'
import { readModules } from '../../project/local-modules.ts'
import { fail } from '../../text/problem.ts'

/** What a layer consists of, as absolute paths. */
export interface LayerParts {
  /** the layer and its local modules, each with everything below it */
  directories: readonly string[]
  /** var-files, backend configs, and the targets of symlinks directly in `directories` */
  files: readonly string[]
  /** the directories of the var-files. Any .tfvars file directly in them counts as the layer's, even a deleted one */
  varFilesIn: readonly string[]
}

export function isTouched(
  { directories, files, varFilesIn }: LayerParts,
  changed: readonly string[],
): boolean {
  return changed.some(
    (file) =>
      files.some((own) => isWithin(own, file)) ||
      directories.some((directory) => isWithin(file, directory) || isWithin(directory, file)) ||
      (file.endsWith('.tfvars') && varFilesIn.includes(path.dirname(file))),
  )
}

const isWithin = (file: string, place: string) => file === place || file.startsWith(`${place}/`)

/** Problem (exit code 78) as for `readModules`. */
export function partsOf({ layer, read, project }: ListedLayer, layout: Layout): LayerParts {
  const inputs = new Inputs()
  const given = read && layout.layerArguments(read, project, inputs)
  const { varFiles, backendConfig } = given ?? { varFiles: [], backendConfig: [] }
  const modules = readModules(layer.directory, {
    list: (directory) => terraformFiles(directory, inputs),
    read: (file) => inputs.read(file),
  })
  const directories = modules.map(({ directory }) => directory)
  const linked = directories.flatMap((directory) =>
    listDirectory(directory).flatMap((name) => realPath(path.join(directory, name)) ?? []),
  )
  return {
    directories,
    files: [...varFiles, ...backendConfig, ...linked],
    varFilesIn: [...new Set(varFiles.map((file) => path.dirname(file)))],
  }
}

/**
 * Absolute paths of the files that differ from the commit at which the branch left `base` (`git merge-base`). Includes
 * untracked files, but not ignored ones. A changed submodule and an untracked repository are listed as one path, without
 * the files in them. An empty `base` means the default branch. Problem (exit code 1) if git is
 * missing or fails, for example outside a repository.
 */
export async function changedFiles(root: string, base: string): Promise<string[]> {
  const top = await git(root, ['rev-parse', '--show-toplevel'])
  if (top === undefined) {
    throw fail(
      `--changed needs git, and ${root} is in no git repository (or git is not installed).`,
      'Name the layers instead: tfsso each GLOB -- CMD…',
    )
  }
  const directory = top.replace(/\n$/, '')
  const revision = base || (await defaultBranch(directory))
  const since = await git(directory, ['merge-base', '--end-of-options', revision, 'HEAD'])
  if (since === undefined) {
    throw fail(
      `git finds no common ancestor of ${revision} and this branch.`,
      'Name another revision: --changed=BASE. In a CI job, check out the whole history (fetch-depth: 0).',
    )
  }
  const names = ['--name-only', '-z', '--no-renames', '--no-ext-diff', '--ignore-submodules=none']
  const lists = await Promise.all([
    git(directory, ['diff', ...names, since.trim()]),
    git(directory, ['ls-files', '-z', '--others', '--exclude-standard', '--full-name']),
  ])
  return lists
    .flatMap((list) => {
      if (list !== undefined) return list.split('\0')
      throw fail(`git could not list the files that differ from ${since.trim()}.`)
    })
    .filter((name) => name !== '')
    .map((name) => path.resolve(directory, name)) // git ends the name of an untracked repository with a slash
}

/**
 * The remote's default branch as git has stored it, else the remote's main or master, else the local main or master.
 * Problem (exit code 1) if there is none.
 */
async function defaultBranch(directory: string): Promise<string> {
  const candidates = ['refs/remotes/origin/HEAD', 'origin/main', 'origin/master', 'main', 'master']
  for (const name of candidates)
    if ((await git(directory, ['rev-parse', '--verify', '--quiet', name])) !== undefined)
      return name
  throw fail(
    'The default branch could not be found.',
    'Name the revision to compare with: --changed=BASE',
  )
}

/** Undefined if git fails. */
async function git(directory: string, args: string[]): Promise<string | undefined> {
  const { stdout, failed } = await execa('git', ['-C', directory, ...args], {
    reject: false,
    stdin: 'ignore',
    stripFinalNewline: false,
  })
  return failed || typeof stdout !== 'string' ? undefined : stdout
}
