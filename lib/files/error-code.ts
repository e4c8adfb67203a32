/**
 * A system error's `code`, such as ENOENT. undefined for a Problem (its code is a number), and for node's own errors
 * (such as ERR_INVALID_ARG_TYPE), because they are bugs.
 */
export function errorCode(error: unknown): string | undefined {
  const code: unknown = (error as NodeJS.ErrnoException | undefined)?.code
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : undefined
}
