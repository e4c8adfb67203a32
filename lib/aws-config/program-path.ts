/**
 * Whether a path can stand in an AWS config as that of a program: no quoting brings these characters through an ini
 * file, the Go SDK and sh alike.
 */
export function canNameProgram(file: string): boolean {
  return !/["$`\\\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufffd]|\s[#;]/u.test(file)
}
