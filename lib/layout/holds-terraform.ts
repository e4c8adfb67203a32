import { listDirectory } from '../files/read.ts'

/** Whether a directory itself, not one below it, has files of Terraform or OpenTofu. */
export function holdsTerraform(directory: string): boolean {
  return listDirectory(directory).some((name) => /\.(tf|tofu)(\.json)?$/.test(name))
}
