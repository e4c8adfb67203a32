import { listDirectory } from '../files/read.ts'

/** Whether a directory has files of Terraform or OpenTofu. The directories below it don't count. */
export function holdsTerraform(directory: string): boolean {
  return listDirectory(directory).some((name) => /\.(tf|tofu)(\.json)?$/.test(name))
}
