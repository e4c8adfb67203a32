import type { TextRule } from './values.ts'

/** The rules for the values that tfsso reads. */

/** Project names become part of profile names, and so of AWS config files. */
export const projectRule: TextRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
  expected: 'letters, digits, dots, dashes and underscores',
  example: 'project = "bb"',
}

/**
 * Not allowed: control characters, line and paragraph separators, halves of surrogate pairs, characters that hide or
 * reverse text on a terminal (Cf), and U+FFFD, which replaces invalid bytes.
 */
export const environmentRule: TextRule = {
  pattern: /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffd]+$/u,
  expected: 'a key of accounts',
  example: 'environment = "apps-devstg"',
}

/** The characters and the length that IAM's CreateRole allows. */
export const roleRule: TextRule = {
  // A role's name becomes a file's name, where one or two dots would mean a directory.
  pattern: /^(?!\.{1,2}$)[\w+=,.@-]{1,64}$/,
  expected: "a permission set's name (letters, digits and +=,.@-_)",
  example: 'sso_role = "DevOps"',
}

/**
 * Regions of every partition, such as us-gov-west-1 and eusc-de-east-1. A region becomes a label of a host name, so it
 * has at most 63 characters (RFC 1035).
 */
export function regionRule(key: string): TextRule {
  return {
    pattern: /^(?!.{64})[a-z]{2,8}(-[a-z]+){1,3}-\d{1,2}$/,
    expected: 'an AWS region',
    example: `${key} = "us-east-1"`,
  }
}

/** https:// and a host, without a user and without spaces. */
export const startUrlRule: TextRule = {
  pattern: /^[Hh][Tt][Tt][Pp][Ss]:\/\/[A-Za-z0-9.-]+(:\d+)?(\/[\w.~!&'()*+,;=:@%/?#-]*)?$/,
  expected: 'the https URL of your AWS access portal',
  example: 'sso_start_url = "https://example.awsapps.com/start"',
}

/** Accepted by AWS config files and the SDKs in `[profile …]`, and safe in an ini file. */
export const profileRule: TextRule = {
  pattern: /^[\w+=,.@:/-]+( [\w+=,.@:/-]+)*$/,
  expected: 'the name of an AWS profile',
  example: 'profile = "bb-apps-devstg-devops"',
}
