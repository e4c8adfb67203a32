/**
 * Whose credentials a profile gives. The role is the account's `sso_role`; an account without a
 * directory of its own has only the name's suffix, which is matched against the roles that the
 * person holds there when credentials are asked for.
 */
export interface ProfileTarget {
  account: string
  /** 12 digits */
  accountId: string
  role: string | { suffix: string }
}
