/** A text for a terminal or a log: what could move the cursor or color the screen becomes `?`. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '?')
}
