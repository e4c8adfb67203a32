import fs from 'node:fs'
import path from 'node:path'
import { startUrl, write } from './project.ts'
import { signIn, tokenFile } from './token.ts'
import type { World } from './world.ts'

/** of a second portal */
export const otherStartUrl = 'https://other.awsapps.com/start'

export const ssoBlock = (name: string, url = startUrl) =>
  `sso "${name}" {\n  start_url = "${url}"\n  region    = "us-east-1"\n}\n`

/** Terraform code with an S3 backend, followed by `body`. */
export const s3Layer = (backend: Record<string, string>, body = '') =>
  `terraform {
  backend "s3" {
${Object.entries({ region: 'us-east-1', ...backend })
  .map(([key, value]) => `    ${key} = ${JSON.stringify(value)}\n`)
  .join('')}  }
}
${body}`

/** Writes a tfsso.hcl and `files` (texts by path). Returns the repository's directory. */
export function writeRepository(
  world: Pick<World, 'root'>,
  hcl: string,
  files: Record<string, string> = {},
): string {
  const root = path.join(world.root, 'a repository')
  write(path.join(root, 'tfsso.hcl'), hcl)
  for (const [name, text] of Object.entries(files)) write(path.join(root, name), text)
  return root
}

/** Makes a session at the world's portal, and one at `otherStartUrl`. */
export async function logInAtBoth(world: World): Promise<void> {
  await signIn(world, { startUrl: otherStartUrl })
  fs.renameSync(tokenFile(world), tokenFile(world, 'other'))
  await signIn(world)
}
