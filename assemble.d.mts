export function readParts(
  libexec: string,
  generated: Record<string, string>,
): Record<string, string>
export function assembleScripts(from: string, to: string, parts: Record<string, string>): void
export function writeParts(to: string, parts: Record<string, string>): void
