import { listDirectory } from '../files/read.ts'

/**
 * The names of the files of Terraform or OpenTofu in a directory, by their endings. Hidden files don't count, as in
 * terraform. Files in the directories below it don't count either.
 */
export function listTerraform(directory: string): string[] {
  return listDirectory(directory).filter((name) => /^[^.].*\.(tf|tofu)(\.json)?$/.test(name))
}

/** Whether a directory contains files of Terraform or OpenTofu. */
export const holdsTerraform = (directory: string): boolean => listTerraform(directory).length > 0
