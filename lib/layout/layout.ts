import type { Environment } from '../files/user-paths.ts'
import type { AccountEntries } from '../project/accounts.ts'
import type { Tool } from '../project/backend.ts'
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
  /** the layer's own directory */
  directory: string
  /** the account's directory: `directory` or one above it. In a project with a tfsso.hcl: the project's root */
  account: string
  /** the project's root: the account's directory or one above it */
  project: string
}

/**
 * What the code that reads a project's files needs: the collection of a grant's inputs, and a cache of parsed files.
 */
export interface Sources {
  inputs: Inputs
  cache: ParsedCache
}

/**
 * What a project is read for:
 * `all`: everything, even if AWS SSO is switched off;
 * `run`: a run of terraform, which needs no other accounts if AWS SSO is switched off;
 * `job`: a run in a CI job with credentials of its own, which needs no settings of AWS SSO;
 * `own`: only the layer's own account.
 */
export type Purpose = 'all' | 'run' | 'job' | 'own'

/** What reading a project depends on besides its files. */
export interface Run {
  env: Environment
  /** the tool that runs, or that is named in messages */
  tool?: Tool | undefined
  /** the tool's command line; undefined if it can't decide the account */
  words?: readonly string[] | undefined
}

/** What the current workspace and bucket decide about a directory: its account, its var-files, or both. */
export interface SwitchedTo {
  /** those of the directory's possible places (`candidates`) that match the current workspace and bucket */
  remaining: readonly AccountPlace[]
  /** the current workspace */
  workspace: string
  /** whether a candidate has a condition on the workspace */
  byWorkspace: boolean
  /** lines for a message: what was checked, what was found and what to type; empty if no account has a condition */
  advice: readonly string[]
  /** why the command must not run, whichever account the directory belongs to: a Problem (exit code 78) */
  refused?: Problem | undefined
}

/** Something that is wrong in the files of a project, and where. */
export interface LocatedProblem {
  /**
   * its name in `tfsso doctor --json`. These names mean the same in every layout:
   * `syntax`: a file that can't be read or parsed, or a tfsso.hcl with another mistake;
   * `project`: the project's name;
   * `account-id`: an account's id;
   * `owner`: a file that tfsso does not use, because another user owns it;
   * `role`: there is no valid role, which is no error if TFSSO_ROLE names one.
   */
  check: string
  file: string
  problem: Problem
  /** the account whose entry is wrong; only set for `account-id` */
  account?: string
}

/** Something that works, but is likely a mistake. */
export interface LayoutWarning {
  check: string
  file: string
  message: string
  advice: readonly string[]
}

/** What the project's own files say, without invalid values, and everything that is wrong in the files. */
export interface ProjectFacts {
  root: string
  /** the file with these settings, or the directory of such files, for messages */
  settingsAt: string
  /**
   * the project's name. Usually it is the session's name, and profile names start with it. With several portals: the
   * name of the first portal
   */
  name: string | undefined
  /** whether AWS SSO is used; undefined if the files don't tell */
  sso: boolean | undefined
  /** if the files don't mention AWS SSO at all: the Problem for a command that needs AWS SSO */
  silent?: Problem | undefined
  startUrl: string | undefined
  ssoRegion: string | undefined
  /** the default region of runs and profiles */
  region: string | undefined
  /** the listed accounts; undefined if a file could not be read, or if the list is not valid */
  accounts: AccountEntries | undefined
  problems: readonly LocatedProblem[]
}

/** A part of the project in which all layers belong to one account, and everything that is wrong with this place. */
export interface AccountPlace {
  /** undefined in a project with a tfsso.hcl, where an account can have several directories */
  directory: string | undefined
  /** the account's name, or the directory's name if the files don't give one */
  name: string
  /** whether the name comes from the files */
  named: boolean
  role: string | FirstRole | undefined
  /** the account's portal; undefined means the project's */
  portal?: NamedPortal | undefined
  /** the default region of the account's runs and profiles; undefined means the project's */
  region?: string | undefined
  /** the profile that the account's own files name; its name can be anything */
  profile: string | undefined
  /** the file that contains the account's name and role, or should contain them */
  file: string
  /** the file that contains the profile, or should contain it */
  profileFile: string
  /** problems with the account's file, name, id and role */
  problems: readonly LocatedProblem[]
  /** problems with the profile */
  profileProblems: readonly LocatedProblem[]
  warnings: readonly LayoutWarning[]
  /** set if tfsso does not use its files, because another user owns them */
  untrusted?: Problem
}

/** A layer, its account's place, and what the current workspace and bucket decide about the layer. */
export interface ReadLayer {
  at: Layer
  own: AccountPlace
  switchedTo?: SwitchedTo | undefined
}

/** The current workspace, if an account that the layer can belong to has a condition on the workspace. */
export const namedWorkspace = (layer: ReadLayer | undefined): string | undefined =>
  layer?.switchedTo?.byWorkspace ? layer.switchedTo.workspace : undefined

/**
 * Who a run in a layer works as, and the workspace (`namedWorkspace`): "prod (222222222222) as Deploy, workspace dev".
 */
export function describeRun({ account, accountId, role }: Identity, layer: ReadLayer): string {
  const workspace = namedWorkspace(layer)
  const where = workspace === undefined ? '' : `, workspace ${workspace}`
  return `${account} (${accountId}) as ${describeRole(role)}${where}`
}

/** The files that tfsso passes to terraform as arguments (TF_CLI_ARGS_*), in the order of the arguments. */
export interface LayerArguments {
  varFiles: string[]
  /** for `init` with an s3 backend */
  backendConfig: string[]
  /** the backend config files that should exist and don't */
  missing: string[]
}

/** What decides which profiles a layer gets. */
export interface ProfileNeeds {
  project: ProjectFacts
  places: readonly AccountPlace[]
  /** the place of the layer's account; the account's role is in `settings` */
  own: AccountPlace
  settings: Omit<Settings, 'sso'>
  mentions: Mentions
  /** the profile of the backend that the last `init` stored; a migration away from this backend needs the profile */
  stored: string | undefined
  /** the profiles in the person's own AWS files */
  personal: PersonalProfiles
  /** set if only the accounts of profiles matter: then a target can have an empty role */
  anyRole: boolean
}

export interface ResolvedProfiles {
  targets: Map<string, ProfileTarget>
  /** the files that the result depends on */
  decidedBy: readonly string[]
}

/**
 * A file that settings come from, and the directory that it decides for: the project's root, or the account's
 * directory.
 */
export interface DecidingFile {
  file: string
  base: string
}

/** Where to look for a layer. All paths are absolute and contain no symlinks. */
export interface SearchedPlace {
  directory: string
  /** where the search starts: `directory`, or a directory above it */
  from: string
  /** the project's root */
  root: string
}

/**
 * How a repository is laid out: where project, accounts and settings are found, and which files terraform gets. The
 * implementations of this interface know a layout's files and keys; most other code asks them.
 */
export interface Layout {
  /**
   * Whether `directory` is the root of the project that `from` is in, whoever owns `directory`. `from` is `directory`
   * itself or below it.
   */
  isRoot(directory: string, from: string): boolean
  /**
   * The layer that a directory could be in. `candidates` decides whether that directory really is a layer. undefined if
   * the directory is in no layer. A file that is not trusted (`counts`) is not used. Problem (exit code 78) for an
   * account without a project.
   */
  findLayer(at: SearchedPlace, counts: Counts): Layer | undefined
  /**
   * The root of the project that `from` is in, if `from` is in no layer; undefined if there is none. Problem (exit code
   * 78) for an account without a project.
   */
  findOther(from: string, counts: Counts): string | undefined
  /**
   * The files that settings, account and arguments come from, each with the directory that it decides for. `read`: the
   * layer with its account, if the account is known.
   */
  decidingFiles(
    project: ProjectFacts,
    layer: Layer | undefined,
    read: ReadLayer | undefined,
    inputs: Inputs,
  ): DecidingFile[]
  /**
   * What the project's own files say, and what is wrong in them. Throws a Problem (exit code 78) only for a few
   * mistakes: for example, a pipe in the place of a file.
   */
  readProject(root: string, purpose: Purpose, sources: Sources): Promise<ProjectFacts>
  /** The places of the project's accounts. Without `others`, only those of the layer's own account are needed. */
  readPlaces(
    project: ProjectFacts,
    layer: Layer | undefined,
    how: { purpose: Purpose; others: boolean },
    sources: Sources,
  ): Promise<AccountPlace[]>
  /** Whether the layer that `findLayer` returned is a layer by the project's own files, too. */
  isLayer(layer: Layer, project: ProjectFacts): boolean
  /**
   * The places that a layer can belong to. Usually there is one. There are several if the directory serves several
   * accounts, and none if the directory is no layer.
   */
  candidates(layer: Layer, project: ProjectFacts, places: readonly AccountPlace[]): AccountPlace[]
  /**
   * What the current workspace and bucket decide. The files in TF_DATA_DIR that name the workspace and the bucket
   * become inputs. undefined if neither the account nor the var-files depend on workspace or bucket. `candidates`: the
   * result of the function with that name.
   */
  findSwitchedTo?(
    layer: Layer,
    project: ProjectFacts,
    candidates: readonly AccountPlace[],
    run: Run,
    sources: Sources,
  ): Promise<SwitchedTo | undefined>
  /** The tfvars file into which `tfsso init` writes the settings of AWS SSO. Some layouts have no such file. */
  settingsFile?(root: string): string
  /** The profile names to write into a person's AWS config for this account and role. */
  profileNames(project: ProjectFacts, place: AccountPlace, role: string | FirstRole): string[]
  /** Every profile that a layer can name. Problem (exit code 78) as for `layerProfiles`. */
  resolveProfiles(needs: ProfileNeeds): ResolvedProfiles
  /**
   * The layer's var-files and backend config files, and the backend config files that are missing. Does not check
   * whether the layer has a backend that needs such files.
   */
  layerArguments(layer: ReadLayer, project: ProjectFacts, inputs: Inputs): LayerArguments
  /**
   * Searches the project's directories for the layers that belong to these places. A layer that belongs to several
   * accounts is listed once for each of them.
   */
  findLayers(
    project: ProjectFacts,
    places: readonly AccountPlace[],
  ): Iterable<{ at: Layer; own: AccountPlace }>
  /** Warnings about the project as a whole: things that work, but are likely a mistake. */
  lookAround(project: ProjectFacts): LayoutWarning[]
  /** The Problem (exit code 78) for a command that needs AWS SSO, if the project does not use it. */
  ssoOff(root: string): Problem
  texts: LayoutTexts
}

/** What messages say about a layout, as parts of a sentence. */
export interface LayoutTexts {
  /** used in: there is no … in it or above it */
  rootFile: string
  /** used in: each account needs … */
  account: string
  /** used in: a directory with … */
  accountFile: string
  /** the key of an account's role */
  role: string
  /** the line that the advice to write a role gives as an example */
  roleExample: string
}
