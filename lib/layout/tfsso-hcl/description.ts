import type { Problem } from '../../text/problem.ts'

export interface Description {
  /** absolute */
  file: string
  sessions: readonly SessionBlock[]
  /** default of accounts without a region of their own */
  region: string | undefined
  /** first those of `account` blocks, then those of lists */
  accounts: readonly Account[]
  lists: readonly AccountList[]
  /** paths from the file's directory; can contain `${account}`, `${layer}` and `${workspace}` */
  varFiles: readonly string[]
  /** as `varFiles`, but without `${workspace}` */
  backendConfig: readonly string[]
}

/**
 * An `sso` block, which describes a portal. The profile names of the portal's accounts usually begin with `name`:
 * `<name>-<account>-<Role>`.
 */
export interface SessionBlock {
  name: string
  startUrl: string
  region: string
}

export interface Account {
  name: string
  /** 12 digits; without a valid id, only this account's layers fail */
  id: string | Problem
  /** in the order in which tfsso tries them */
  roles: readonly string[]
  /** why an account of a list has no role */
  roleProblem?: Problem
  session: SessionBlock
  /** default region of its runs and profiles */
  region: string
  /** patterns of paths that start at the directory of tfsso.hcl */
  paths: readonly string[]
  /**
   * only for an account of a list without `paths`: the directory of the account's file. A literal path that starts at
   * the directory of tfsso.hcl
   */
  directory?: string
  /**
   * profile names besides `<session>-<account>-<Role>`. The value is the profile's role, or undefined for the account's
   * own role
   */
  profiles: ReadonlyMap<string, string | undefined>
  /** patterns for the current workspace; undefined if any will do */
  workspaces?: readonly string[] | undefined
  /** patterns for the current bucket; undefined if any will do */
  buckets?: readonly string[] | undefined
  /** for messages: «/repo/tfsso.hcl, line 12», or a list's file and perhaps the key in it */
  where: string
  /** the file that defines it, absolute */
  file: string
  /** undefined for an `account` block */
  list?: AccountList
}

/** An `accounts` block: other files list the accounts. */
export interface AccountList {
  /** a pattern of these files' paths, which start at the directory of tfsso.hcl */
  from: string
  /** absolute; empty before read-lists.ts has searched for them */
  files: readonly string[]
  /** path of keys to an account's name. It starts at the top of the file or, with `each`, of the account's entry */
  name?: readonly string[] | undefined
  /** path of keys, as `name` */
  id?: readonly string[] | undefined
  /** roles for all accounts of the list. tfsso tries the roles in this order */
  roles?: readonly string[] | undefined
  /** path of keys to an account's roles. It starts where `name` starts. Never set together with `roles` */
  roleFrom?: readonly string[] | undefined
  /** undefined: each account's layers are in the directory of its file */
  paths?: readonly string[] | undefined
  /** path of keys to a map of accounts; undefined: each file describes one account */
  each?: readonly string[] | undefined
  session: SessionBlock
  region: string
  where: string
}
