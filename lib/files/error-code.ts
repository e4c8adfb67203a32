/** A system error's `code`, such as ENOENT. undefined for a Problem: its code is a number. */
export function errorCode(error: unknown): string | undefined {
  const code: unknown = (error as NodeJS.ErrnoException | undefined)?.code
  return typeof code === 'string' ? code : undefined
}
