import type { Problem } from '../../text/problem.ts'

/** What a `tfsso.hcl` says. */
export interface Description {
  /** the file itself, absolute */
  file: string
  sessions: readonly SessionBlock[]
  /** default region of runs and profiles, for accounts that have none of their own */
  region: string | undefined
  /** those of its blocks, then those of its lists */
  accounts: readonly Account[]
  /** where other files list accounts */
  lists: readonly AccountList[]
  /** paths from the file's directory; `${account}`, `${layer}`, `${workspace}` stand for names */
  varFiles: readonly string[]
  /** the same without `${workspace}` */
  backendConfig: readonly string[]
}

/** An `sso` block: a portal, and the name that stands for the project in every profile. */
export interface SessionBlock {
  name: string
  startUrl: string
  region: string
}

export interface Account {
  name: string
  /** 12 digits; what is wrong with it concerns this account's layers only */
  id: string | Problem
  /** in the order in which they are tried; empty where none is given */
  roles: readonly string[]
  /** why there is no role, if the file that lists the account names none */
  roleProblem?: Problem
  session: SessionBlock
  /** default region of runs and profiles */
  region: string
  /** patterns of directories, from the directory of tfsso.hcl */
  paths: readonly string[]
  /** a directory that it is for besides, as it is spelled, from there */
  directory?: string
  /** more profile names by which code asks for this account, and the role of those that have one of their own */
  profiles: ReadonlyMap<string, string | undefined>
  /** patterns for the workspace in force; undefined: any */
  workspaces?: readonly string[] | undefined
  /** patterns for the bucket in force; undefined: any */
  buckets?: readonly string[] | undefined
  /** where it stands, as messages name it: «/repo/tfsso.hcl, line 12» */
  where: string
  /** the file that it stands in, absolute */
  file: string
  /** the list that names it; undefined for a block of its own */
  list?: AccountList
}

/** An `accounts` block: where other files list accounts (see account-list.ts). */
export interface AccountList {
  from: string
  /** keys from the top of the file, or of an account's entry */
  name?: readonly string[] | undefined
  id?: readonly string[] | undefined
  roles?: readonly string[] | undefined
  roleFrom?: readonly string[] | undefined
  /** undefined: the directory of the file that lists it */
  paths?: readonly string[] | undefined
  /** keys to the map of accounts; undefined: the file is one account */
  each?: readonly string[] | undefined
  session: SessionBlock
  region: string
  where: string
}
