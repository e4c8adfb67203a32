import { randomBytes } from 'node:crypto'
import type { EmulatedAccount, EmulatorSettings } from './options.ts'

/** A registered OAuth client. Here and below, `expiresAt` and `endsAt` are epoch ms on AWS's clock. */
export interface Client {
  id: string
  secret: string
  name: string
  scopes: string[]
  /** If empty, the client can use the grant types of a device login: device code and refresh token. */
  grantTypes: string[]
  redirectUris: string[]
  expiresAt: number
}

/** A device login. It stays in the state after it has ended. */
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

/**
 * A request to /authorize. It waits for the person's answer. After that, it waits for the client to redeem the code.
 */
export interface Authorization {
  id: string
  clientId: string
  redirectUri: string
  state: string
  codeChallenge: string
  code?: string
  expiresAt: number
}

/** A person's session at the portal. When the session ends, its access tokens become invalid. */
export interface PortalSession {
  clientId: string
  endsAt: number
  ended: boolean
  /** The only valid refresh token. Each refresh replaces or removes it. */
  refreshToken?: string
}

/** Credentials of a role, and the access token that they were issued for (empty if STS issued them). */
export interface IssuedCredentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string
  accountId: string
  role: string
  /** Epoch ms on AWS's clock. */
  expiration: number
  accessToken: string
  /** For an assumed IAM role: the name of its session, and its partition. */
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

/** The whole state of the emulated AWS. */
export class State {
  readonly settings: EmulatorSettings
  readonly clients = new Map<string, Client>()
  readonly deviceLogins: DeviceLogin[] = []
  readonly authorizations: Authorization[] = []
  readonly sessions: PortalSession[] = []
  readonly accessTokens = new Map<string, { session: PortalSession; expiresAt: number }>()
  readonly issued: IssuedCredentials[] = []
  /** The times of the calls to the portal in the last second, epoch ms, oldest first. */
  readonly portalCallTimes: number[] = []
  /** By bucket and key, separated by a `/`, which no bucket name contains. */
  readonly objects = new Map<string, StoredObject>()
  /** The emulator's address; empty until it listens. */
  url = ''

  constructor(settings: EmulatorSettings) {
    this.settings = settings
  }

  /** AWS's clock, epoch ms. */
  now(): number {
    return Date.now() + this.settings.clockOffsetMs
  }

  /** The account with that id, if the person has a role in it. */
  account(id: string): EmulatedAccount | undefined {
    return this.settings.accounts.find((account) => account.id === id && account.roles.length > 0)
  }

  /** Answers the waiting device login with that user code. Without a user code it answers all waiting logins. */
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
