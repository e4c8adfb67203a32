import { listDirectory } from '../files/read.ts'

/** The names of Terraform files. As in terraform, hidden files don't count. */
export function listTerraform(directory: string): string[] {
  return listDirectory(directory).filter((name) => /^[^.].*\.(tf|tofu)(\.json)?$/.test(name))
}

export const holdsTerraform = (directory: string): boolean => listTerraform(directory).length > 0
