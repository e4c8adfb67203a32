import path from 'node:path'
import { exitCode, Problem } from '../text/problem.ts'
import { configurationFiles, findBackend, type Tool } from './backend.ts'
import type { Inputs } from './inputs.ts'
import type { Layer } from './layer.ts'
import { findMentions, type Mentions, storedBackendProfile } from './mentions.ts'
import type { ParsedCache } from './parsed.ts'
import { type AccountDirectory, type ProfileTarget, resolveProfiles } from './profiles.ts'
import { environmentRule, profileRule, roleRule } from './rules.ts'
import { backendProfile, type LayerTfvars, type Settings } from './settings.ts'
import { TfvarsReader } from './tfvars.ts'
import { optionalText, show } from './values.ts'

/** What terraform is given on its command line. Absolute paths. */
export interface ProjectArguments {
  varFiles: string[]
  /** undefined where the layer has no `backend "s3"` or the account no backend.tfvars */
  backendConfig: string | undefined
}

export interface ProfileOptions {
  dataDirectory: string
  personal: ReadonlySet<string>
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
   * `personal`: the names of the profiles in the person's own AWS files; `anyRole`: only accounts
   * matter, so that no role may be missing or unclear.
   */
  async profiles(
    settings: Omit<Settings, 'sso'>,
    tfvars: LayerTfvars,
    { dataDirectory, personal, anyRole = false }: ProfileOptions,
  ): Promise<Map<string, ProfileTarget>> {
    const { mentions, stored } = this.#named(settings, dataDirectory)
    return resolveProfiles({
      project: settings.project,
      accounts: settings.accounts,
      own: settings.identity,
      ownProfile: backendProfile(tfvars.backend),
      directories: await this.#accountDirectories(settings),
      mentions,
      stored,
      personal,
      anyRole,
    })
  }

  /** What the layer's files mention, and the profile of its stored backend. */
  #named(settings: Pick<Settings, 'project'>, dataDirectory: string) {
    const { directory } = this.#layer
    const state = this.#inputs.file(path.resolve(directory, dataDirectory, 'terraform.tfstate'))
    const stored = this.#inputs.read(state)?.bytes.toString('utf8')
    return {
      mentions: findMentions(this.#texts(), settings.project),
      stored: stored && storedBackendProfile(stored),
    }
  }

  /**
   * What the layer's files spell out: `names` that may be a profile's, `profiles` that surely are, the
   * stored backend's among them. `dataDirectory` as for `profiles`.
   */
  mentions(
    settings: Settings,
    { dataDirectory }: { dataDirectory: string },
  ): Pick<Mentions, 'names' | 'profiles'> {
    const { mentions, stored } = this.#named(settings, dataDirectory)
    const { names, profiles } = mentions
    return { names, profiles: stored ? new Set([...profiles, stored]) : profiles }
  }

  /** The text of all that can name a profile: the layer, its local modules, and the var-files. */
  #texts(): string[] {
    const texts: string[] = []
    const add = (file: string) => {
      const text = this.#inputs.read(file)?.bytes.toString('utf8') ?? ''
      texts.push(text)
      return text
    }
    for (const file of [...this.#projectFiles(), ...this.#accountFiles()]) add(file)
    const pending = [this.#layer.directory]
    const seen = new Set(pending)
    for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
      for (const file of this.#layerFiles(directory)) {
        for (const [, source = ''] of add(file).matchAll(/"?source"?\s*[=:]\s*"(\.\.?\/[^"]*)"/g)) {
          const module = path.resolve(directory, source)
          if (!seen.has(module)) pending.push(module)
          seen.add(module)
        }
      }
    }
    for (const suffix of ['.tfvars', '.tfvars.json'])
      for (const file of this.#inputs.glob(this.#layer.directory, suffix)) add(file)
    return texts
  }

  /** The accounts that have a directory: beside the layer's own, and directly below the project's. */
  async #accountDirectories(settings: Pick<Settings, 'identity'>): Promise<AccountDirectory[]> {
    const parents = new Set([this.#layer.project, path.dirname(this.#layer.account)])
    const files = new Set<string>()
    for (const parent of parents) {
      for (const file of this.#inputs.glob(parent, '/config/account.tfvars')) {
        files.add(file)
        this.#inputs.fileBySum(path.join(path.dirname(file), 'backend.tfvars'))
      }
    }
    const directories: AccountDirectory[] = []
    for (const file of files) {
      const own = path.dirname(path.dirname(file)) === this.#layer.account
      const directory = await this.#accountDirectory(file)
      if (own) directories.push({ ...directory, ...settings.identity })
      else if (directory) directories.push(directory)
    }
    return directories
  }

  /**
   * What an account's directory says. Another account's mistakes must not stop this layer: what is
   * wrong there counts as missing.
   */
  async #accountDirectory(file: string): Promise<AccountDirectory> {
    const lenient = async <T>(read: () => T | Promise<T>): Promise<T | undefined> => {
      try {
        return await read()
      } catch (error) {
        if (error instanceof Problem) return undefined
        throw error
      }
    }
    const account = await lenient(() => this.#tfvars.read(file))
    const own = account ? [account] : []
    const backendFile = path.join(path.dirname(file), 'backend.tfvars')
    const backend = await lenient(() => this.#tfvars.read(backendFile))
    return {
      // Without a readable environment only the directory's name is left to go by.
      account:
        (await lenient(() => optionalText(own, 'environment', environmentRule))) ??
        path.basename(path.dirname(path.dirname(file))),
      role: await lenient(() => optionalText(own, 'sso_role', roleRule)),
      profile: await lenient(() =>
        backend ? optionalText([backend], 'profile', profileRule) : undefined,
      ),
      file,
    }
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
