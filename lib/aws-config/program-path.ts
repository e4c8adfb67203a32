/**
 * Whether a program's path can be written in an AWS config. Some characters can't be used, because no
 * quoting of them works in an ini file, in the Go SDK and in sh.
 */
export function canNameProgram(file: string): boolean {
  return !/["$`\\\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufffd]|\s[#;]/u.test(file)
}
