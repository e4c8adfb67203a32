import type { TextRule } from './values.ts'

/** What the values that tfsso reads must look like. */

/** Goes into profile names, and through them into AWS config files. */
export const projectRule: TextRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
  expected: 'letters, digits, dots, dashes and underscores',
  example: 'project = "bb"',
}

/**
 * Anything, but what hides or turns around text on a terminal (Cf: zero width, bidi controls, tags), or stands
 * for bytes that were no text.
 */
export const environmentRule: TextRule = {
  pattern: /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffd]+$/u,
  expected: 'a key of accounts',
  example: 'environment = "apps-devstg"',
}

/** Names of roles: RoleNameType of the SSO service model and of IAM's CreateRole. */
export const roleRule: TextRule = {
  // Dots alone would lead elsewhere where the name is a file's.
  pattern: /^(?!\.{1,2}$)[\w+=,.@-]{1,64}$/,
  expected: "a permission set's name (letters, digits and +=,.@-_)",
  example: 'sso_role = "DevOps"',
}

/**
 * Every partition's: us-east-1, us-gov-west-1, cn-north-1, us-iso-east-1, eusc-de-east-1. It becomes a
 * label of a host's name, which has 63 characters at most (RFC 1035): the SDKs take no longer one.
 */
export function regionRule(key: string): TextRule {
  return {
    pattern: /^(?!.{64})[a-z]{2,8}(-[a-z]+){1,3}-\d{1,2}$/,
    expected: 'an AWS region',
    example: `${key} = "us-east-1"`,
  }
}

/** A host after https://, no user, no spaces. */
export const startUrlRule: TextRule = {
  pattern: /^[Hh][Tt][Tt][Pp][Ss]:\/\/[A-Za-z0-9.-]+(:\d+)?(\/[\w.~!&'()*+,;=:@%/?#-]*)?$/,
  expected: 'the https URL of your AWS access portal',
  example: 'sso_start_url = "https://example.awsapps.com/start"',
}

/** As AWS config files and the SDKs accept it in `[profile …]`, and safe in an ini file. */
export const profileRule: TextRule = {
  pattern: /^[\w+=,.@:/-]+( [\w+=,.@:/-]+)*$/,
  expected: 'the name of an AWS profile',
  example: 'profile = "bb-apps-devstg-devops"',
}
