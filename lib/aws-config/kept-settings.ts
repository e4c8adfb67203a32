import { type AwsSection, readSetting } from './sections.ts'

/** Convert a key to lower case before you test it. */
const credentialSetting =
  /^(aws_(access_key_id|secret_access_key|session_token|security_token|account_id)|sso_.*|credential_(process|source)|source_profile|role_arn|role_session_name|external_id|mfa_serial|duration_seconds|web_identity_token_file|login_session)$/

export function namesCredentials({ settings }: AwsSection): boolean {
  return [...settings.keys()].some((key) => credentialSetting.test(key))
}

/**
 * The settings to keep when tfsso replaces these sections' credentials and region: each key, in lower case, with its
 * line and the nested lines below it. If a key occurs twice, the last one counts.
 */
export function keptSettings(sections: readonly AwsSection[]): Map<string, string> {
  const kept = new Map<string, string>()
  for (const { text } of sections) {
    let last: string | undefined
    for (const line of text.split('\n').slice(1)) {
      if (/^\s*([#;]|$)/.test(line)) continue
      if (/^\s/.test(line)) {
        if (last !== undefined) kept.set(last, `${kept.get(last)}\n${line}`)
        continue
      }
      const key = readSetting(line)?.key
      const goes = key === undefined || credentialSetting.test(key) || key === 'region'
      last = goes ? undefined : key
      if (last !== undefined) kept.set(last, line)
    }
  }
  return kept
}
