import { createHash, timingSafeEqual } from 'node:crypto'

/** Where AWS sends the browser back to; registered without a port (RFC 8252, 7.3). */
export const callbackPath = '/oauth/callback'

/** What AWS answered by way of the browser. */
export type Callback = { code: string } | { error: string }

/**
 * The answer in the query of a redirect, or undefined where it is none to the login of this state:
 * another login's, forged, or with a parameter twice (RFC 6749, 3.1).
 */
export function readCallback(query: URLSearchParams, state: string): Callback | undefined {
  const only = (name: string) => {
    const values = query.getAll(name)
    return values.length === 1 ? values[0] : undefined
  }
  if (!equal(only('state') ?? '', state)) return undefined
  const error = only('error')
  const code = only('code')
  if (error !== undefined && !query.has('code')) return { error: plain(error) }
  return code && !query.has('error') ? { code } : undefined
}

/** The query of a redirect that a person copied from the address bar, if it is one to this URI. */
export function readPastedUrl(text: string, redirectUri: string): URLSearchParams | undefined {
  const trimmed = text.trim()
  // Some address bars hide the scheme.
  const url = /^\w+:\/\//.test(trimmed) ? trimmed : `http://${trimmed}`
  if (!URL.canParse(url)) return undefined
  const { origin, pathname, searchParams } = new URL(url)
  return `${origin}${pathname}` === redirectUri ? searchParams : undefined
}

/** In a time that tells nothing about where they differ. */
function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

/** An OAuth error as it may be shown: those of RFC 6749, 4.1.2.1 are letters and underscores. */
function plain(error: string): string {
  return /^[a-z_]{1,64}$/.test(error) ? error : 'unknown error'
}
