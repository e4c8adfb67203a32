import type { LayerTool } from '../files/installed-tools.ts'
import type { Environment } from '../files/user-paths.ts'
import type { AccountEntries } from '../project/accounts.ts'
import type { Inputs } from '../project/inputs.ts'
import type { Mentions } from '../project/mentions.ts'
import type { ParsedCache } from '../project/parsed.ts'
import type { PersonalProfiles } from '../project/personal-profiles.ts'
import {
  describeRole,
  type FirstRole,
  type NamedPortal,
  type ProfileTarget,
} from '../project/profile-target.ts'
import type { Identity, Settings } from '../project/settings.ts'
import type { Problem } from '../text/problem.ts'
import type { Counts } from './trusted-search.ts'

/** The layer that a command runs in. All paths are absolute and contain no symlinks. */
export interface Layer {
  directory: string
  /** `directory` or one above it; with a tfsso.hcl, the project's root */
  account: string
  /** `account` or a directory above it */
  project: string
}

export interface Sources {
  inputs: Inputs
  cache: ParsedCache
}

/**
 * What a project is read for. `all`: everything, even if AWS SSO is switched off. `run`: a run of terraform. If AWS SSO
 * is switched off, the run needs only the layer's own account. `job`: a CI job with credentials of its own, which needs
 * no settings of AWS SSO. `own`: only the layer's own account.
 */
export type Purpose = 'all' | 'run' | 'job' | 'own'

/** What reading a project depends on besides its files. */
export interface Run {
  env: Environment
  /** the tool that runs, or the tool to name in messages */
  tool?: LayerTool | undefined
  /** the tool's command line; undefined if it can't decide the account */
  words?: readonly string[] | undefined
}

/** What the current workspace and bucket decide: the account, the var-files, or both. */
export interface SwitchedTo {
  /** the `candidates` that match the current workspace and bucket */
  remaining: readonly AccountPlace[]
  workspace: string
  /** whether a candidate has a condition on the workspace */
  byWorkspace: boolean
  /** lines for a message; empty if no account has a condition */
  advice: readonly string[]
  /** why the command must not run in any of the accounts (exit code 78) */
  refused?: Problem | undefined
}

export interface LocatedProblem {
  /**
   * the problem's name in `tfsso doctor --json`. These names mean the same in every layout: `syntax`: a file that can't
   * be read or parsed, or another mistake in a tfsso.hcl; `project`: the project's name; `account-id`: an account's id;
   * `owner`: a file that another user owns; `role`: no valid role, which is no error if TFSSO_ROLE names one.
   */
  check: string
  file: string
  problem: Problem
  /** only if `check` is `account-id`: the account whose entry is wrong */
  account?: string
}

/** Something that works, but is likely a mistake. */
export interface LayoutWarning {
  check: string
  file: string
  message: string
  advice: readonly string[]
}

/** What the project's own files say, without invalid values. */
export interface ProjectFacts {
  root: string
  /** the project's own file, or the directory that contains its own files */
  settingsAt: string
  /** the name of the project or of its first portal; usually the session's name and the start of profile names */
  name: string | undefined
  /** whether AWS SSO is used; undefined if the files don't tell */
  sso: boolean | undefined
  /** set if the files don't mention AWS SSO: the Problem for a command that needs it */
  silent?: Problem | undefined
  startUrl: string | undefined
  ssoRegion: string | undefined
  /** default region of runs and profiles */
  region: string | undefined
  /** undefined if a file can't be read or the list is invalid */
  accounts: AccountEntries | undefined
  problems: readonly LocatedProblem[]
}

/** What tfsso knows about an account's directory, or about the directories that a tfsso.hcl assigns to the account. */
export interface AccountPlace {
  /** undefined with a tfsso.hcl, where an account can have several directories */
  directory: string | undefined
  /** the directory's name if the files don't give one */
  name: string
  /** whether the name comes from the files */
  named: boolean
  role: string | FirstRole | undefined
  /** undefined: the project's portal */
  portal?: NamedPortal | undefined
  /** undefined: the project's default */
  region?: string | undefined
  /** from the account's own files; can be any name */
  profile: string | undefined
  /** the file that contains the account's name and role, or should contain them */
  file: string
  /** the file that contains the profile, or should contain it */
  profileFile: string
  /** mistakes in the account's file, name, id or role */
  problems: readonly LocatedProblem[]
  profileProblems: readonly LocatedProblem[]
  warnings: readonly LayoutWarning[]
  /** set if another user owns the files, so tfsso does not use them */
  untrusted?: Problem
}

export interface ReadLayer {
  at: Layer
  own: AccountPlace
  switchedTo?: SwitchedTo | undefined
}

/** The current workspace; undefined if no candidate has a condition on the workspace. */
export const namedWorkspace = (layer: ReadLayer | undefined): string | undefined =>
  layer?.switchedTo?.byWorkspace ? layer.switchedTo.workspace : undefined

/** For example: "prod (222222222222) as Deploy, workspace dev". */
export function describeRun({ account, accountId, role }: Identity, layer: ReadLayer): string {
  const workspace = namedWorkspace(layer)
  const where = workspace === undefined ? '' : `, workspace ${workspace}`
  return `${account} (${accountId}) as ${describeRole(role)}${where}`
}

/** Files for terraform's arguments (TF_CLI_ARGS_*). Each list is in the order of the arguments. */
export interface LayerArguments {
  varFiles: string[]
  /** for `init` with an s3 backend */
  backendConfig: string[]
  /** backend config files that don't exist, but should */
  missing: string[]
}

export interface ProfileNeeds {
  project: ProjectFacts
  places: readonly AccountPlace[]
  /** the layer's own place. TFSSO_ROLE can replace its role, so use the role in `settings` */
  own: AccountPlace
  settings: Omit<Settings, 'sso'>
  mentions: Mentions
  /** profile of the backend that the last `init` stored: a migration away from this backend needs the profile */
  stored: string | undefined
  personal: PersonalProfiles
  /** set if only accounts matter: then a target can have an empty role */
  anyRole: boolean
}

export interface ResolvedProfiles {
  targets: Map<string, ProfileTarget>
  /** the files that the result depends on */
  decidedBy: readonly string[]
}

/**
 * A file that settings come from. `base`: the directory that the file decides for (the project's root or the account's
 * directory).
 */
export interface DecidingFile {
  file: string
  base: string
}

/** All paths are absolute and contain no symlinks. */
export interface SearchedPlace {
  directory: string
  /** where the search starts: `directory` or one above it */
  from: string
  root: string
}

/**
 * How a repository is laid out. Each implementation knows one layout's files and keys. Most other code asks the
 * implementation.
 */
export interface Layout {
  /**
   * Whether `directory` (at or above `from`) is the root of the project that `from` is in. Owners of files don't matter
   * here.
   */
  isRoot(directory: string, from: string): boolean
  /**
   * The layer that the directory could be. Only files that `counts` accepts are used. Later `candidates` decides
   * whether the directory really is a layer. Problem (exit code 78) for an account without a project.
   */
  findLayer(at: SearchedPlace, counts: Counts): Layer | undefined
  /** For a directory in no layer: its project's root. Problem (exit code 78) for an account without a project. */
  findOther(from: string, counts: Counts): string | undefined
  /** The files that settings, account and arguments come from. `read`: set if the account is known. */
  decidingFiles(
    project: ProjectFacts,
    layer: Layer | undefined,
    read: ReadLayer | undefined,
    inputs: Inputs,
  ): DecidingFile[]
  /** Throws a Problem (exit code 78) only for a few mistakes, such as a pipe in the place of a file. */
  readProject(
    at: { root: string; layer?: Layer | undefined },
    purpose: Purpose,
    sources: Sources,
  ): Promise<ProjectFacts>
  /** Without `others`, only the places of the layer's own account are needed. */
  readPlaces(
    project: ProjectFacts,
    layer: Layer | undefined,
    how: { purpose: Purpose; others: boolean },
    sources: Sources,
  ): Promise<AccountPlace[]>
  /** Whether a result of `findLayer` really is a layer. Without the project's settings, `findLayer` can't tell. */
  isLayer(layer: Layer, project: ProjectFacts): boolean
  /** Several places if the directory serves several accounts, none if it is no layer. */
  candidates(layer: Layer, project: ProjectFacts, places: readonly AccountPlace[]): AccountPlace[]
  /**
   * What the current workspace and bucket decide; undefined if neither account nor var-files depend on them. The files
   * in TF_DATA_DIR that name the workspace and the bucket become inputs.
   */
  findSwitchedTo?(
    layer: Layer,
    project: ProjectFacts,
    candidates: readonly AccountPlace[],
    run: Run,
    sources: Sources,
  ): Promise<SwitchedTo | undefined>
  /** The tfvars file into which `tfsso init` writes settings of AWS SSO. */
  settingsFile?(root: string): string
  /** The names to write into a person's AWS config for an account and role. */
  profileNames(project: ProjectFacts, place: AccountPlace, role: string | FirstRole): string[]
  /** Problem (exit code 78) as for `layerProfiles` (layer-profiles.ts). */
  resolveProfiles(needs: ProfileNeeds): ResolvedProfiles
  /** Does not check whether the layer has a backend that needs backend config. */
  layerArguments(layer: ReadLayer, project: ProjectFacts, inputs: Inputs): LayerArguments
  /** A layer of several accounts is listed once for each of them. */
  findLayers(
    project: ProjectFacts,
    places: readonly AccountPlace[],
  ): Iterable<{ at: Layer; own: AccountPlace }>
  /** Warnings about the project as a whole. */
  lookAround(project: ProjectFacts): LayoutWarning[]
  /** The Problem (exit code 78) for a command that needs AWS SSO, if the project does not use AWS SSO. */
  ssoOff(root: string): Problem
  texts: LayoutTexts
}

/** Parts of messages about a layout. */
export interface LayoutTexts {
  /** a path from the root; also in messages: «there is no … in it or above it» */
  rootFile: string
  /** in messages: «each account needs …» */
  account: string
  /** in messages: «a directory with …» */
  accountFile: string
  /** the key of a role */
  role: string
  /** for the advice to write a role */
  roleExample: string
}
