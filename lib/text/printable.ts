/** For a terminal or a log: control characters become `?`, except newlines and tabs. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '?')
}

/** For one line of a message: newlines (as in a file's name) and tabs become `?`, too. */
export function printableLine(text: string): string {
  return text.replace(/\p{Cc}/gu, '?')
}
