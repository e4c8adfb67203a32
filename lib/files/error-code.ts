/** An error's `code`, such as ENOENT after a failed system call; undefined if it has none. */
export function errorCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code
}
