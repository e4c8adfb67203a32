/**
 * Whether a program's path can be written in an AWS config. Some characters can't: no quoting protects them in an ini
 * file, the Go SDK and sh at the same time.
 */
export function canNameProgram(file: string): boolean {
  return !/["$`\\\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufffd]|\s[#;]/u.test(file)
}
