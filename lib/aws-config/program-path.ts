/**
 * Whether a program's path can be written in an AWS config. A parser of the config, the Go SDK and sh read the path,
 * one after the other. For certain characters no quoting works in all three.
 */
export function canNameProgram(file: string): boolean {
  return !/["$`\\\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufffd]|\s[#;]/u.test(file)
}
