import { randomBytes } from 'node:crypto'
import type { EmulatedAccount, EmulatorSettings } from './options.ts'

/** A registered OAuth client. Times are AWS's, in ms. */
export interface Client {
  id: string
  secret: string
  name: string
  scopes: string[]
  /** Without any, the client may use the device code and refresh grants. */
  grantTypes: string[]
  redirectUris: string[]
  expiresAt: number
}

/** A device login on its way. */
export interface DeviceLogin {
  deviceCode: string
  userCode: string
  clientId: string
  expiresAt: number
  verdict: 'pending' | 'allowed' | 'denied'
  redeemed: boolean
  lastPollAt: number
}

/** An /authorize request that waits for its answer, or whose code waits to be redeemed. */
export interface Authorization {
  id: string
  clientId: string
  redirectUri: string
  state: string
  codeChallenge: string
  code?: string
  expiresAt: number
}

/** What a person has at the portal after signing in; access tokens die with it. */
export interface PortalSession {
  clientId: string
  endsAt: number
  ended: boolean
  /** The one refresh token that is good; each refresh makes a new one. */
  refreshToken?: string
}

/** Credentials of a role, and the access token that they were given for (empty where STS gave them). */
export interface IssuedCredentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string
  accountId: string
  role: string
  /** Epoch ms on AWS's clock. */
  expiration: number
  accessToken: string
  /** Of an IAM role that was assumed: its session's name, and its partition. */
  session?: string
  partition?: string
}

/** An object in S3, with the account and the role that wrote it last. */
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

/** All that the emulated AWS knows. */
export class State {
  readonly settings: EmulatorSettings
  readonly clients = new Map<string, Client>()
  readonly deviceLogins: DeviceLogin[] = []
  readonly authorizations: Authorization[] = []
  readonly sessions: PortalSession[] = []
  readonly accessTokens = new Map<string, { session: PortalSession; expiresAt: number }>()
  readonly issued: IssuedCredentials[] = []
  /** When the portal was called in the last second, epoch ms, oldest first. */
  readonly portalCallTimes: number[] = []
  /** By bucket and key, separated by a `/`, which no bucket name holds. */
  readonly objects = new Map<string, StoredObject>()
  /** Where the emulator listens; set once it does. */
  url = ''

  constructor(settings: EmulatorSettings) {
    this.settings = settings
  }

  /** AWS's clock, epoch ms. */
  now(): number {
    return Date.now() + this.settings.clockOffsetMs
  }

  /** The account of that id, if any of its roles is assigned to the person. */
  account(id: string): EmulatedAccount | undefined {
    return this.settings.accounts.find((account) => account.id === id && account.roles.length > 0)
  }

  /** Answers device logins that wait: the one of that user code, or all. */
  answerDeviceLogin(verdict: 'allowed' | 'denied', userCode?: string): void {
    for (const login of this.deviceLogins) {
      if (login.verdict === 'pending' && (userCode === undefined || login.userCode === userCode)) {
        login.verdict = verdict
      }
    }
  }
}

/** A secret that nobody can guess, in URL-safe base64. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url')
}
