/** The accounts that a project lists, by key. Each has its entry, which can be invalid, and the file of the entry. */
export type AccountEntries = ReadonlyMap<string, { entry: unknown; file: string }>

/**
 * An account id as 12 digits, or undefined if it is invalid. An id that is written as a number can lack leading zeros,
 * so this function adds them.
 */
export function parseAccountId(id: unknown): string | undefined {
  if (typeof id === 'number' && Number.isSafeInteger(id) && id > 0 && id < 1e12)
    return String(id).padStart(12, '0')
  return typeof id === 'string' && /^\d{12}$/.test(id) ? id : undefined
}
