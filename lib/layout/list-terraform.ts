import { listDirectory } from '../files/read.ts'

/** Names; hidden files don't count, as in terraform. */
export function listTerraform(directory: string): string[] {
  return listDirectory(directory).filter((name) => /^[^.].*\.(tf|tofu)(\.json)?$/.test(name))
}

export const holdsTerraform = (directory: string): boolean => listTerraform(directory).length > 0
