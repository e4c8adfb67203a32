import fs from 'node:fs'
import type { World } from './world.ts'

/** Returns the sections of a simple AWS config by header. Throws if a header appears twice. */
export function readConfig(file = ''): Map<string, Record<string, string>> {
  const sections = new Map<string, Record<string, string>>()
  let section: Record<string, string> = {}
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    const header = /^\[(.*)\]$/.exec(line)?.[1]
    if (header !== undefined) {
      if (sections.has(header)) throw new Error(`[${header}] twice`)
      section = {}
      sections.set(header, section)
    }
    const [, key, value] = /^(\w+) = (.*)$/.exec(line) ?? []
    if (key !== undefined && value !== undefined) section[key] = value
  }
  return sections
}

/**
 * Runs a credential process as the SDKs do: with sh, in terraform's environment (`env`). Returns its keys as
 * environment variables.
 */
export async function runProcess(
  world: World,
  command: string,
  env: Record<string, string>,
): Promise<Record<string, string>> {
  const { exitCode, stdout, stderr } = await world.run('/bin/sh', ['-c', command], { env })
  if (exitCode !== 0) throw new Error(`${command}: ${stderr}`)
  const { Version, AccessKeyId, SecretAccessKey, SessionToken, Expiration } = JSON.parse(stdout)
  if (Version !== 1 || !(Date.parse(Expiration) > Date.now())) throw new Error(stdout)
  return {
    AWS_ACCESS_KEY_ID: AccessKeyId,
    AWS_SECRET_ACCESS_KEY: SecretAccessKey,
    AWS_SESSION_TOKEN: SessionToken,
  }
}
