/** The accounts that a project lists, by key. An entry can be invalid. */
export type AccountEntries = ReadonlyMap<string, { entry: unknown; file: string }>

/** undefined if the id is invalid. A number can lack leading zeros, so they are added. */
export function parseAccountId(id: unknown): string | undefined {
  if (typeof id === 'number' && Number.isSafeInteger(id) && id > 0 && id < 1e12)
    return String(id).padStart(12, '0')
  return typeof id === 'string' && /^\d{12}$/.test(id) ? id : undefined
}

/** Like `parseAccountId`, but undefined for a number with fewer than 12 digits: perhaps not only zeros are missing. */
export function parseFullId(id: unknown): string | undefined {
  return typeof id === 'number' && id < 1e11 ? undefined : parseAccountId(id)
}
