/**
 * Whether a program's path can be written in an AWS config. Some characters can't be used: no quoting
 * protects them from the ini file's syntax, the Go SDK and sh, all three.
 */
export function canNameProgram(file: string): boolean {
  return !/["$`\\\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufffd]|\s[#;]/u.test(file)
}
