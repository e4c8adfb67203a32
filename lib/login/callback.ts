import { createHash, timingSafeEqual } from 'node:crypto'

/** The registered redirect URI has this path but no port, because each login opens a different port (RFC 8252, 7.3). */
export const callbackPath = '/oauth/callback'

export type Callback = { code: string } | { error: string }

/**
 * undefined if the query lacks this login's state (the query is forged, or from another login). Also undefined if the
 * query is invalid: for example, the query has two codes (RFC 6749, 3.1).
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

/** undefined if the address is not a redirect to this URI */
export function readPastedUrl(text: string, redirectUri: string): URLSearchParams | undefined {
  const trimmed = text.trim()
  // Some address bars hide the scheme.
  const url = /^\w+:\/\//.test(trimmed) ? trimmed : `http://${trimmed}`
  if (!URL.canParse(url)) return undefined
  const { origin, pathname, searchParams } = new URL(url)
  return `${origin}${pathname}` === redirectUri ? searchParams : undefined
}

/** in constant time, so that the time does not reveal where the texts differ */
function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

/** The OAuth error if it is safe to show. RFC 6749, 4.1.2.1 allows more characters. */
function plain(error: string): string {
  return /^[a-z_]{1,64}$/.test(error) ? error : 'unknown error'
}
