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

/** Names of the portal's profiles usually begin with `name` (`<session>-<account>-<Role>`). */
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
  /** patterns, from the directory of tfsso.hcl */
  paths: readonly string[]
  /** in a list without `paths`: the directory of the account's file, a literal path from the directory of tfsso.hcl */
  directory?: string
  /** more names of profiles, each with its own role if it has one */
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
  /** a pattern of paths from the directory of tfsso.hcl */
  from: string
  /** absolute; empty before read-lists.ts has searched for them */
  files: readonly string[]
  /** path of keys, from the top of the file or, with `each`, of an account's entry */
  name?: readonly string[] | undefined
  /** path of keys, as `name` */
  id?: readonly string[] | undefined
  /** for all accounts, in the order in which tfsso tries them */
  roles?: readonly string[] | undefined
  /** instead of `roles`: path of keys, as `name` */
  roleFrom?: readonly string[] | undefined
  /** undefined: each account's layers are in the directory of its file */
  paths?: readonly string[] | undefined
  /** path of keys to a map of accounts; undefined: each file describes one account */
  each?: readonly string[] | undefined
  session: SessionBlock
  region: string
  where: string
}
