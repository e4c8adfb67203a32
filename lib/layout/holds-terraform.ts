import { listDirectory } from '../files/read.ts'

/**
 * Whether a directory contains a name that ends as the files of Terraform or OpenTofu do. Names in the directories
 * below it don't count.
 */
export function holdsTerraform(directory: string): boolean {
  return listDirectory(directory).some((name) => /\.(tf|tofu)(\.json)?$/.test(name))
}
