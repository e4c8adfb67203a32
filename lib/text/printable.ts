/** A text for a terminal or a log: characters that could move the cursor or color the screen become `?`. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '?')
}

/** The same for one line of a message: a newline in a file's name must not begin another line. */
export function printableLine(text: string): string {
  return text.replace(/\p{Cc}/gu, '?')
}
