import { readIfThere } from '../files/files.ts'
import type { Places } from '../files/user-paths.ts'
import { parseAwsConfig } from './sections.ts'

/** The names of the profiles in the person's own AWS files. */
export function personalProfiles(places: Places): Set<string> {
  const read = (file: string) => readIfThere(file)?.toString('utf8') ?? ''
  const sections = [
    ...parseAwsConfig(read(places.awsConfig)),
    ...parseAwsConfig(read(places.awsCredentials), { bare: true }),
  ].filter(({ kind }) => kind === 'profile')
  return new Set(sections.map(({ name }) => name))
}
