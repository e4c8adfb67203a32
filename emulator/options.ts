/** An account of the emulated organization. */
export interface EmulatedAccount {
  id: string
  name: string
  email?: string
  /** The roles (permission sets) that are assigned to the person who signs in. */
  roles: string[]
}

/** Who answers a login: a person on the page, the emulator with a yes, or the emulator with a no. */
export type Approval = 'page' | 'automatic' | 'deny'

/** How the emulated AWS is set up. All durations are in seconds except for `clockOffsetMs`. */
export interface EmulatorOptions {
  /** The start URL that a client must name, such as `https://example.awsapps.com/start`. */
  startUrl: string
  /** Default `us-east-1`. */
  region?: string
  accounts: EmulatedAccount[]
  /** Bucket name → id of the account that owns it. */
  buckets?: Record<string, string>
  /** ARNs of the IAM roles that anyone with credentials or a web identity is allowed to assume. */
  assumableRoles?: string[]
  /** The OIDC tokens (of a CI system) that AssumeRoleWithWebIdentity accepts. */
  webIdentityTokens?: string[]
  /** Default `page`. */
  approval?: Approval
  /** Life of an access token (s), default 3600. */
  accessTokenSeconds?: number
  /** Whether CreateToken gives a refresh token, default true. */
  refreshTokens?: boolean
  /** Life of a portal session (s), default 28800. After that no token can be refreshed. */
  sessionSeconds?: number
  /** Life of role credentials (s), default 3600. */
  roleCredentialSeconds?: number
  /** The most calls per second; the portal answers 429 to further calls. Default: unlimited. AWS allows about 20. */
  portalCallsPerSecond?: number
  /** The `interval` between polls of a device login (s), default 1. Must be above 0. */
  pollInterval?: number
  /** Life of a device code (s), default 600. */
  deviceCodeSeconds?: number
  /** Life of a client registration (s), default 90 days. */
  registrationSeconds?: number
  /**
   * How far AWS's clock is ahead of this machine's (ms), default 0. The Date header and every expiry follow AWS's
   * clock.
   */
  clockOffsetMs?: number
  /** Default 0: any free port. */
  port?: number
}

/** The options with their defaults. A test can change them while the emulator runs. */
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

/** The settings for these options: a copy, so that later changes affect only this emulator. */
export function settingsFrom(options: EmulatorOptions): EmulatorSettings {
  return {
    ...defaults,
    buckets: {},
    assumableRoles: [],
    webIdentityTokens: [],
    ...structuredClone(options),
  }
}
