/**
 * Whether an AWS config can name this program. The config's parser, the Go SDK and sh read the path in turn. No quoting
 * of the refused characters works in all three.
 */
export function canNameProgram(file: string): boolean {
  return !/["$`\\\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufffd]|\s[#;]/u.test(file)
}
