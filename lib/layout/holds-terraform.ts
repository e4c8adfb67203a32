import { listDirectory } from '../files/read.ts'

/**
 * Whether a directory contains files of Terraform or OpenTofu, by the endings of their names. Files in the directories
 * below it don't count.
 */
export function holdsTerraform(directory: string): boolean {
  return listDirectory(directory).some((name) => /\.(tf|tofu)(\.json)?$/.test(name))
}
