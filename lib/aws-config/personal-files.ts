import { isNull, isSpecial, readIfThere, requirePlain } from '../files/read.ts'
import type { Places } from '../files/user-paths.ts'
import { type AwsSection, parseAwsConfig } from './sections.ts'

type Read = (file: string) => Buffer | undefined

/**
 * Empty if there is no file, or for /dev/null, as in AWS_CONFIG_FILE=/dev/null. Problem (exit code 78) for any other
 * special file.
 */
function textOf(file: string, read: Read): string {
  if (isSpecial(file) && !isNull(file)) requirePlain(file)
  return read(file)?.toString('utf8') ?? ''
}

export function readPersonalConfig(
  { awsConfig }: Pick<Places, 'awsConfig'>,
  read: Read = readIfThere,
): AwsSection[] {
  return parseAwsConfig(textOf(awsConfig, read))
}

export function readPersonalFiles(
  places: Places,
  read: Read = readIfThere,
): { config: AwsSection[]; credentials: AwsSection[] } {
  return {
    config: readPersonalConfig(places, read),
    credentials: parseAwsConfig(textOf(places.awsCredentials, read), { bare: true }),
  }
}
