import type { Problem } from '../../text/problem.ts'

/** What a `tfsso.hcl` says. */
export interface Description {
  /** the file itself, absolute */
  file: string
  sessions: readonly SessionBlock[]
  /** default region of runs and profiles, for accounts without a region of their own */
  region: string | undefined
  /** the accounts of its `account` blocks, then those in its lists of accounts */
  accounts: readonly Account[]
  /** its `accounts` blocks, which say which other files list accounts */
  lists: readonly AccountList[]
  /** the var-files: paths from the file's directory. They can contain `${account}`, `${layer}` and `${workspace}` */
  varFiles: readonly string[]
  /** the backend configs: paths like those of `varFiles`, but without `${workspace}` */
  backendConfig: readonly string[]
}

/**
 * An `sso` block: a portal, and a name. The names of the portal's profiles usually begin with this name
 * (`<session>-<account>-<Role>`).
 */
export interface SessionBlock {
  name: string
  startUrl: string
  region: string
}

export interface Account {
  name: string
  /** 12 digits. Without a valid id, only this account's layers fail */
  id: string | Problem
  /** in the order in which tfsso tries them; empty if no valid role is given */
  roles: readonly string[]
  /**
   * why there is no role, if the account is in a list, and neither the list nor the account's entry gives a valid role
   */
  roleProblem?: Problem
  session: SessionBlock
  /** default region of runs and profiles */
  region: string
  /** patterns of directories, from the directory of tfsso.hcl */
  paths: readonly string[]
  /**
   * the directory of the account's file, if the account is in a list without `paths`: a literal path from the directory
   * of tfsso.hcl
   */
  directory?: string
  /** more names of profiles of this account, each with its own role if it has one */
  profiles: ReadonlyMap<string, string | undefined>
  /** patterns that the current workspace must match; undefined if any workspace will do */
  workspaces?: readonly string[] | undefined
  /** patterns that the current bucket must match; undefined if any bucket will do */
  buckets?: readonly string[] | undefined
  /** where it is defined, for messages: «/repo/tfsso.hcl, line 12», or a list's file and perhaps the key in it */
  where: string
  /** the file that defines it, absolute */
  file: string
  /** the list that it comes from; undefined for an `account` block */
  list?: AccountList
}

/** An `accounts` block, which says which other files list accounts (see account-list.ts). */
export interface AccountList {
  /** the files, as a pattern of paths from the directory of tfsso.hcl */
  from: string
  /** the files that fit `from`, absolute; empty before read-lists.ts has searched for them */
  files: readonly string[]
  /**
   * the path of keys to the account's name. It starts at the top of the file or, with `each`, at the top of an
   * account's entry
   */
  name?: readonly string[] | undefined
  /** the path of keys to the account's id, with the same start as the path in `name` */
  id?: readonly string[] | undefined
  /** the roles of all accounts in the list, in the order in which tfsso tries them */
  roles?: readonly string[] | undefined
  /** instead of `roles`: the path of keys to the account's own role, with the same start as the path in `name` */
  roleFrom?: readonly string[] | undefined
  /**
   * patterns of the directories of each account in the list. undefined: an account's layers are in the directory of the
   * file that lists the account
   */
  paths?: readonly string[] | undefined
  /** the path of keys to the map of accounts in a listed file; undefined: each listed file describes one account */
  each?: readonly string[] | undefined
  session: SessionBlock
  region: string
  where: string
}
