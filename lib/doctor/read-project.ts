import fs from 'node:fs'
import path from 'node:path'
import { isFile } from '../files/read.ts'
import { Inputs } from '../project/inputs.ts'
import { ParsedCache } from '../project/parsed.ts'
import { type Tfvars, TfvarsReader } from '../project/tfvars.ts'
import { asProblem } from '../text/attempt.ts'
import type { Problem } from '../text/problem.ts'

/** A tfvars file: what it says, or why it can't be read. Neither: it is not there. */
export interface ReadFile {
  file: string
  tfvars?: Tfvars | undefined
  problem?: Problem
}

/** A directory that says that it is an account. */
export interface AccountFiles {
  directory: string
  account: ReadFile
  backend: ReadFile
}

export interface ProjectFiles {
  /** the project's directory */
  directory: string
  /** config/*.tfvars */
  common: ReadFile[]
  accounts: AccountFiles[]
}

/** What to do about a file that can't be read or does not parse. */
export const mendFile = 'Correct it there, or make it readable for you.'

/** How deep below the project accounts may lie. */
const deepest = 4

/** Reads every tfvars file of a project, whatever is wrong with the others. Nothing is kept. */
export async function readProject(directory: string): Promise<ProjectFiles> {
  const inputs = new Inputs()
  const reader = new TfvarsReader(inputs, new ParsedCache())
  const read = async (file: string): Promise<ReadFile> => {
    try {
      return { file, tfvars: await reader.read(file) }
    } catch (error) {
      return { file, problem: asProblem(error) }
    }
  }
  const common: ReadFile[] = []
  for (const file of inputs.glob(path.join(directory, 'config'), '.tfvars'))
    common.push(await read(file))
  const accounts: AccountFiles[] = []
  for (const at of findAccounts(directory)) {
    accounts.push({
      directory: at,
      account: await read(path.join(at, 'config/account.tfvars')),
      backend: await read(path.join(at, 'config/backend.tfvars')),
    })
  }
  return { directory, common, accounts }
}

/** The accounts below a project, by their paths. Another project below it is not looked into. */
function findAccounts(project: string): string[] {
  return [...walk(project, deepest)]
    .filter((at) => isFile(path.join(at, 'config/account.tfvars')))
    .sort()
}

function* walk(directory: string, depth: number): Generator<string> {
  for (const at of subdirectories(directory)) {
    if (isFile(path.join(at, 'config/common.tfvars'))) continue
    yield at
    const account = isFile(path.join(at, 'config/account.tfvars'))
    if (depth > 1 && !account) yield* walk(at, depth - 1)
  }
}

/** The directories in a directory, hidden ones and links left out. */
export function subdirectories(directory: string): string[] {
  try {
    return fs
      .readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^(\.|node_modules$)/.test(entry.name))
      .map((entry) => path.join(directory, entry.name))
  } catch {
    return [] // closed to us
  }
}
