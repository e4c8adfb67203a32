/**
 * Whether a program's path can be written in an AWS config. Some characters can't, because no way to
 * quote them works in the ini file's syntax, in the Go SDK and in sh alike.
 */
export function canNameProgram(file: string): boolean {
  return !/["$`\\\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufffd]|\s[#;]/u.test(file)
}
