export interface EmulatedAccount {
  id: string
  name: string
  email?: string
  /** The permission sets that are assigned to the person who signs in. */
  roles: string[]
}

/** Who answers a login: a person on the page, or the emulator with yes or no. */
export type Approval = 'page' | 'automatic' | 'deny'

/** Durations are in seconds, except `clockOffsetMs`. */
export interface EmulatorOptions {
  /** Such as `https://example.awsapps.com/start`. A device login must name this URL. */
  startUrl: string
  /** Default `us-east-1`. */
  region?: string
  accounts: EmulatedAccount[]
  /** Bucket name → id of the account that owns it. */
  buckets?: Record<string, string>
  /** ARNs of IAM roles. All role credentials and all `webIdentityTokens` can assume these roles. */
  assumableRoles?: string[]
  /** The CI system's OIDC tokens that AssumeRoleWithWebIdentity accepts. */
  webIdentityTokens?: string[]
  /** Default `page`. */
  approval?: Approval
  /** Default 3600. */
  accessTokenSeconds?: number
  /** Default true. */
  refreshTokens?: boolean
  /** Default 28800. After this time the session's tokens are invalid and can't be refreshed. */
  sessionSeconds?: number
  /** Default 3600. */
  roleCredentialSeconds?: number
  /** The portal answers 429 to further calls. Default: unlimited. AWS allows about 20. */
  portalCallsPerSecond?: number
  /** Between polls of a device login; default 1, must be above 0. */
  pollInterval?: number
  /** Default 600. */
  deviceCodeSeconds?: number
  /** Default 90 days. */
  registrationSeconds?: number
  /**
   * How far AWS's clock is ahead of this machine's (ms), default 0. AWS's clock decides the Date header and every
   * expiry.
   */
  clockOffsetMs?: number
  /** Default 0: any free port. */
  port?: number
}

/** A test can change these settings while the emulator runs. */
export type EmulatorSettings = Required<EmulatorOptions>

const defaults = {
  region: 'us-east-1',
  approval: 'page',
  accessTokenSeconds: 3600,
  refreshTokens: true,
  sessionSeconds: 28_800,
  roleCredentialSeconds: 3600,
  portalCallsPerSecond: Number.POSITIVE_INFINITY,
  pollInterval: 1,
  deviceCodeSeconds: 600,
  registrationSeconds: 90 * 86_400,
  clockOffsetMs: 0,
  port: 0,
} as const

/** Copies `options`, so that a change of the settings affects only this emulator. */
export function settingsFrom(options: EmulatorOptions): EmulatorSettings {
  return {
    ...defaults,
    buckets: {},
    assumableRoles: [],
    webIdentityTokens: [],
    ...structuredClone(options),
  }
}
