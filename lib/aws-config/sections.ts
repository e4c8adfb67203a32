export interface AwsSection {
  /** `default` for `[default]` and `[profile default]`, `other` for an unknown header */
  kind: 'default' | 'profile' | 'sso-session' | 'other'
  /** the name without quotes; for `other`, the text in brackets */
  name: string
  /** the header and the lines, with comments; line ends are \n, and white space at the end is removed */
  text: string
  /** with the keys in lower case, as in the SDKs; without the settings that are nested under another one */
  settings: ReadonlyMap<string, string>
}

/**
 * Parses an AWS config file (AWS SDKs and Tools Reference Guide, "Format of the shared config files"). `bare`: the text
 * is a credentials file, where each header is a profile's name.
 */
export function parseAwsConfig(text: string, { bare = false } = {}): AwsSection[] {
  const sections: { header: string; lines: string[] }[] = []
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[([^\]]*)\]/.exec(line)?.[1]
    if (header !== undefined) sections.push({ header: header.trim(), lines: [line] })
    else sections.at(-1)?.lines.push(line)
  }
  return sections.map(({ header, lines }) => ({
    ...describeHeader(header, bare),
    text: `${lines.join('\n').trimEnd()}\n`,
    settings: readSettings(lines),
  }))
}

function describeHeader(header: string, bare: boolean): Pick<AwsSection, 'kind' | 'name'> {
  if (header === 'default' || header === 'profile default')
    return { kind: 'default', name: 'default' }
  if (bare) return { kind: 'profile', name: header }
  const [, kind, quoted = ''] = /^(profile|sso-session)\s+(.*)$/.exec(header) ?? []
  const name = quoted.trim().replace(/^(["'])(.*)\1$/, '$2')
  if (kind === 'profile' || kind === 'sso-session') return { kind, name }
  return { kind: 'other', name: header }
}

function readSettings(lines: readonly string[]): Map<string, string> {
  const settings = lines.map(readSetting).filter((setting) => setting !== undefined)
  return new Map(settings.map(({ key, value }) => [key, value]))
}

/** A line with a setting. The line is `before`, `value` and `after` in turn. */
interface Setting {
  /** in lower case */
  key: string
  before: string
  value: string
  /** white space and a comment */
  after: string
}

/**
 * Undefined if the line is no setting, or is nested under another one. As in the SDK for Go (internal/ini/strings.go),
 * the key ends at the first `=` or `:`, and a comment begins with ` #` or ` ;`. botocore also accepts a colon, but the
 * SDK for JavaScript does not. Quotes around the value remain: the SDK for Go removes them, but the two others do not.
 */
export function readSetting(line: string): Setting | undefined {
  const text = line.replace(/\s[#;].*$/, '').trimEnd()
  const [, before, key, value] = /^(([^\s#;[=:][^=:]*?)\s*[=:]\s*)(.*)$/.exec(text) ?? []
  if (before === undefined || key === undefined || value === undefined) return undefined
  return { key: key.toLowerCase(), before, value, after: line.slice(text.length) }
}
