import { randomBytes } from 'node:crypto'
import type { EmulatedAccount, EmulatorSettings } from './options.ts'

/** Here and below, `expiresAt` and `endsAt` are epoch ms on AWS's clock. */
export interface Client {
  id: string
  secret: string
  name: string
  scopes: string[]
  /** If empty: device code and refresh token. */
  grantTypes: string[]
  redirectUris: string[]
  expiresAt: number
}

/** A login stays in `State.deviceLogins` after it has expired or was redeemed. */
export interface DeviceLogin {
  deviceCode: string
  userCode: string
  clientId: string
  expiresAt: number
  verdict: 'pending' | 'allowed' | 'denied'
  redeemed: boolean
  /** Epoch ms on this machine's clock; 0 before the first poll. */
  lastPollAt: number
}

/** A request to /authorize that waits for the person's answer, and then for the client to redeem the code. */
export interface Authorization {
  id: string
  clientId: string
  redirectUri: string
  state: string
  codeChallenge: string
  code?: string
  expiresAt: number
}

/** A person's session. Its end invalidates its access tokens. */
export interface PortalSession {
  clientId: string
  endsAt: number
  ended: boolean
  /** The session's only valid refresh token. Each refresh replaces or removes it. */
  refreshToken?: string
}

export interface IssuedCredentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string
  accountId: string
  role: string
  /** Epoch ms on AWS's clock. */
  expiration: number
  /** Empty for credentials from STS. */
  accessToken: string
  /** `session` and `partition` are set only for an assumed IAM role. */
  session?: string
  partition?: string
}

/** An S3 object. `accountId` and `role` say who wrote it last. */
export interface StoredObject {
  bucket: string
  key: string
  accountId: string
  role: string
  body: Buffer
  etag: string
  modifiedAt: number
  headers: Record<string, string>
}

export class State {
  readonly settings: EmulatorSettings
  readonly clients = new Map<string, Client>()
  readonly deviceLogins: DeviceLogin[] = []
  readonly authorizations: Authorization[] = []
  readonly sessions: PortalSession[] = []
  readonly accessTokens = new Map<string, { session: PortalSession; expiresAt: number }>()
  readonly issued: IssuedCredentials[] = []
  /** The times (epoch ms) of the last second's calls, oldest first. Throttled calls don't count. */
  readonly portalCallTimes: number[] = []
  /** Maps `BUCKET/KEY` to the object. Each `BUCKET/KEY` is unique, because no bucket name contains a `/`. */
  readonly objects = new Map<string, StoredObject>()
  /** Empty until the emulator listens. */
  url = ''

  constructor(settings: EmulatorSettings) {
    this.settings = settings
  }

  /** AWS's clock, epoch ms. */
  now(): number {
    return Date.now() + this.settings.clockOffsetMs
  }

  /** undefined if the person has no role in the account. */
  account(id: string): EmulatedAccount | undefined {
    return this.settings.accounts.find((account) => account.id === id && account.roles.length > 0)
  }

  /** Without a user code, answers all waiting logins. */
  answerDeviceLogin(verdict: 'allowed' | 'denied', userCode?: string): void {
    for (const login of this.deviceLogins) {
      if (login.verdict === 'pending' && (userCode === undefined || login.userCode === userCode)) {
        login.verdict = verdict
      }
    }
  }
}

export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url')
}
