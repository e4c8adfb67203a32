import { isNull, isSpecial, readIfThere, requirePlain } from '../files/read.ts'
import type { Places } from '../files/user-paths.ts'
import { type AwsSection, parseAwsConfig } from './sections.ts'

type Read = (file: string) => Buffer | undefined

/**
 * A file's text; empty if there is no file. Problem (exit code 78) for a pipe, a socket or a device. /dev/null is
 * allowed: AWS_CONFIG_FILE=/dev/null means that there is no config.
 */
function textOf(file: string, read: Read): string {
  if (isSpecial(file) && !isNull(file)) requirePlain(file)
  return read(file)?.toString('utf8') ?? ''
}

/** The sections of the person's own AWS config; none if there is no such file. `read` gives a file's content. */
export function readPersonalConfig(
  { awsConfig }: Pick<Places, 'awsConfig'>,
  read: Read = readIfThere,
): AwsSection[] {
  return parseAwsConfig(textOf(awsConfig, read))
}

/** The sections of the person's own AWS config and of their credentials file. `read`: as for `readPersonalConfig`. */
export function readPersonalFiles(
  places: Places,
  read: Read = readIfThere,
): { config: AwsSection[]; credentials: AwsSection[] } {
  return {
    config: readPersonalConfig(places, read),
    credentials: parseAwsConfig(textOf(places.awsCredentials, read), { bare: true }),
  }
}
