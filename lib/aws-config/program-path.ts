/**
 * Whether a program's path can be written in an AWS config. A path with certain characters can't: no quoting of them
 * works in the ini syntax, in the Go SDK and in sh at the same time.
 */
export function canNameProgram(file: string): boolean {
  return !/["$`\\\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufffd]|\s[#;]/u.test(file)
}
