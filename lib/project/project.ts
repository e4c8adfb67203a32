import path from 'node:path'
import { exitCode, Problem } from '../text/problem.ts'
import { backendFileOf, readAccountDirectory } from './account-directories.ts'
import { configurationFiles, findBackend, type Tool } from './backend.ts'
import type { Inputs } from './inputs.ts'
import type { Layer } from './layer.ts'
import { findMentions } from './layer-mentions.ts'
import { readModules, readSource } from './local-modules.ts'
import { type Mentions, storedBackendProfile } from './mentions.ts'
import type { ParsedCache } from './parsed.ts'
import type { PersonalProfiles } from './personal-profiles.ts'
import type { ProfileTarget } from './profile-target.ts'
import { type AccountDirectory, decidingAccounts, resolveProfiles } from './profiles.ts'
import { roleRule } from './rules.ts'
import { backendProfile, type LayerTfvars, type Settings } from './settings.ts'
import { TfvarsReader } from './tfvars.ts'
import { show } from './values.ts'

/** What terraform is given on its command line. Absolute paths. */
export interface ProjectArguments {
  varFiles: string[]
  /** undefined where the layer has no `backend "s3"` or the account no backend.tfvars */
  backendConfig: string | undefined
}

export interface ProfileOptions {
  dataDirectory: string
  personal: PersonalProfiles
  anyRole?: boolean
}

/** Reads what a layer's files say. Every file that is looked at becomes an input. */
export class ProjectReader {
  readonly #layer: Layer
  readonly #inputs: Inputs
  readonly #cache: ParsedCache
  readonly #tfvars: TfvarsReader

  constructor(layer: Layer, inputs: Inputs, cache: ParsedCache) {
    this.#layer = layer
    this.#inputs = inputs
    this.#cache = cache
    this.#tfvars = new TfvarsReader(inputs, cache)
  }

  /** The layer's tfvars, parsed. */
  async tfvars(): Promise<LayerTfvars> {
    const project = await this.#tfvars.readAll(this.#projectFiles())
    const account = await this.#tfvars.read(path.join(this.#layer.account, 'config/account.tfvars'))
    if (!account) throw new Error(`${this.#layer.account} is no account`)
    return { project, account, backend: await this.#tfvars.read(this.#backendFile()) }
  }

  #projectFiles(): string[] {
    return this.#inputs.glob(path.join(this.#layer.project, 'config'), '.tfvars')
  }

  #accountFiles(): string[] {
    return this.#inputs.glob(path.join(this.#layer.account, 'config'), '.tfvars')
  }

  #backendFile(): string {
    return path.join(this.#layer.account, 'config/backend.tfvars')
  }

  /** The var-files and the backend config, in the order in which Leverage gives them. */
  async arguments(tool: Tool): Promise<ProjectArguments> {
    const varFiles = [...this.#projectFiles(), ...this.#accountFiles()]
    const backend = await findBackend(
      configurationFiles(this.#layerFiles(this.#layer.directory), tool),
      this.#inputs,
      this.#cache,
    )
    const file = this.#backendFile()
    return {
      varFiles,
      backendConfig: backend === 's3' && varFiles.includes(file) ? file : undefined,
    }
  }

  /** The Terraform and OpenTofu files of a directory. */
  #layerFiles(directory: string): string[] {
    return ['.tf', '.tofu', '.tf.json', '.tofu.json'].flatMap((suffix) =>
      this.#inputs.glob(directory, suffix),
    )
  }

  /**
   * Every profile that the layer can name. `dataDirectory`: TF_DATA_DIR, from the layer's directory;
   * `personal`: the profiles in the person's own AWS files; `anyRole`: only accounts matter, so that no
   * role may be missing or unclear. Of the other accounts those that decide become inputs.
   */
  async profiles(
    settings: Omit<Settings, 'sso'>,
    tfvars: LayerTfvars,
    { dataDirectory, personal, anyRole = false }: ProfileOptions,
  ): Promise<Map<string, ProfileTarget>> {
    const { mentions, stored } = await this.#named(settings, tfvars, dataDirectory)
    const sources = {
      project: settings.project,
      accounts: settings.accounts,
      own: settings.identity,
      ownProfile: backendProfile(tfvars.backend),
      directories: await this.#accountDirectories(settings),
      mentions,
      stored,
      personal,
      anyRole,
    }
    const profiles = resolveProfiles(sources)
    const deciding = decidingAccounts(sources, profiles)
    for (const { account, file } of sources.directories) {
      if (deciding && !deciding.has(account)) continue
      for (const decides of [file, backendFileOf(file)]) this.#inputs.fileBySum(decides)
    }
    return profiles
  }

  /** What the layer's files mention, and the profile of its stored backend. */
  async #named(
    settings: Pick<Settings, 'project'>,
    tfvars: LayerTfvars,
    dataDirectory: string,
  ): Promise<{ mentions: Mentions; stored: string | undefined }> {
    const { directory } = this.#layer
    const state = this.#inputs.file(path.resolve(directory, dataDirectory, 'terraform.tfstate'))
    const stored = this.#inputs.read(state)?.bytes.toString('utf8')
    const read = (file: string) => this.#inputs.read(file)
    const sources = (files: readonly string[]) =>
      files.flatMap((file) => readSource(file, read) ?? [])
    const known = [...tfvars.project, tfvars.account, ...(tfvars.backend ? [tfvars.backend] : [])]
    const mentions = await findMentions(
      {
        project: settings.project,
        modules: readModules(directory, { list: (at) => this.#layerFiles(at), read }),
        known: new Map(known.flatMap(({ values }) => Object.entries(values))),
        varFiles: sources([...this.#projectFiles(), ...this.#accountFiles()]),
        ownTfvars: sources(
          ['.tfvars', '.tfvars.json'].flatMap((suffix) => this.#inputs.glob(directory, suffix)),
        ),
      },
      this.#cache,
    )
    return { mentions, stored: stored && storedBackendProfile(stored) }
  }

  /**
   * What the layer's files spell out: `names` that may be a profile's, `profiles` that surely are, the
   * stored backend's among them. `dataDirectory` as for `profiles`.
   */
  async mentions(
    settings: Settings,
    tfvars: LayerTfvars,
    { dataDirectory }: { dataDirectory: string },
  ): Promise<Pick<Mentions, 'names' | 'profiles'>> {
    const { mentions, stored } = await this.#named(settings, tfvars, dataDirectory)
    const { names, profiles } = mentions
    return { names, profiles: stored ? new Set([...profiles, stored]) : profiles }
  }

  /** The accounts that have a directory: beside the layer's own, and directly below the project's. */
  async #accountDirectories(settings: Pick<Settings, 'identity'>): Promise<AccountDirectory[]> {
    const parents = new Set([this.#layer.project, path.dirname(this.#layer.account)])
    const files = new Set(
      [...parents].flatMap((parent) => this.#inputs.count(parent, '/config/account.tfvars')),
    )
    const directories: AccountDirectory[] = []
    for (const file of files) {
      const own = path.dirname(path.dirname(file)) === this.#layer.account
      const directory = await readAccountDirectory(file, (at) => this.#tfvars.read(at))
      directories.push(own ? { ...directory, ...settings.identity } : directory)
    }
    return directories
  }
}

/** The settings with another role for the layer's own account (TFSSO_ROLE). Problem (78) for no role. */
export function withRole(settings: Settings, role: string | undefined): Settings {
  if (!role) return settings
  if (!roleRule.pattern.test(role)) {
    throw new Problem(
      exitCode.configuration,
      `TFSSO_ROLE is ${show(role)}, but must be ${roleRule.expected}.`,
      'For example: TFSSO_ROLE=ReadOnly terraform plan',
    )
  }
  return { ...settings, identity: { ...settings.identity, role } }
}
