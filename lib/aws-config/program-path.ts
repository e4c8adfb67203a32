/**
 * A parser of the AWS config, the Go SDK and sh read the path in turn. For the refused characters no quoting works in
 * all three.
 */
export function canNameProgram(file: string): boolean {
  return !/["$`\\\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufffd]|\s[#;]/u.test(file)
}
