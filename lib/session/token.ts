import fs from 'node:fs'
import path from 'node:path'
import { readIfThere, writePrivate } from '../support/files.ts'

/**
 * A token of the cache that AWS CLI v2, boto3 and the SDKs share, as they write it: dates are
 * RFC 3339 texts, keys that we don't know are kept.
 */
export interface Token {
  startUrl: string
  region: string
  accessToken: string
  expiresAt: string
  clientId?: string
  clientSecret?: string
  registrationExpiresAt?: string
  refreshToken?: string
  [other: string]: unknown
}

/** A date as the shared cache has it: whole seconds and Z. */
export function formatExpiry(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

/** The token in a file, or undefined where there is none that makes sense. */
export function readToken(file: string): Token | undefined {
  return parseToken(readIfThere(file)?.toString('utf8'))
}

/** The token in a file's text. */
export function parseToken(text: string | undefined): Token | undefined {
  if (text === undefined) return undefined
  try {
    const token = JSON.parse(text)
    const whole = ['startUrl', 'accessToken', 'expiresAt'].every(
      (key) => typeof token?.[key] === 'string' && token[key] !== '',
    )
    return whole && !Number.isNaN(Date.parse(token.expiresAt)) ? token : undefined
  } catch {
    return undefined
  }
}

/** Writes a token, 0600, by temporary file and rename. Returns the text written. */
export function writeToken(file: string, token: Token): string {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const text = JSON.stringify(token)
  writePrivate(file, text)
  return text
}

/** How long a token lives from `nowMs` (AWS's clock) on, ms; negative once it is over. */
export function remainingMs(token: Token, nowMs: number): number {
  return Date.parse(token.expiresAt) - nowMs
}

/** Whether it holds what a refresh needs, with a client registration that is still good. */
export function isRefreshable(token: Token, nowMs: number): boolean {
  const { refreshToken, clientId, clientSecret, registrationExpiresAt } = token
  return Boolean(
    refreshToken &&
      clientId &&
      clientSecret &&
      registrationExpiresAt &&
      Date.parse(registrationExpiresAt) > nowMs,
  )
}
