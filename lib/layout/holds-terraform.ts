import { listDirectory } from '../files/read.ts'

/** Whether a directory has files of Terraform or OpenTofu itself. */
export function holdsTerraform(directory: string): boolean {
  return listDirectory(directory).some((name) => /\.(tf|tofu)(\.json)?$/.test(name))
}
