/** A text for a terminal or a log: characters that could move the cursor or color the screen become `?`. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '?')
}
