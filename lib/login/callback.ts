import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * The path to which AWS sends the browser back. The redirect URI is registered with this path but without a port,
 * because each login opens a different port (RFC 8252, 7.3).
 */
export const callbackPath = '/oauth/callback'

/** AWS's answer, which the browser brings. */
export type Callback = { code: string } | { error: string }

/**
 * The answer in the query of a redirect. undefined if the query does not belong to the login with this state (it is
 * forged, or from another login), or if it is not valid: for example, it has the code twice (RFC 6749, 3.1).
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

/** The query of an address that a person pasted; undefined if the address is not a redirect to this URI. */
export function readPastedUrl(text: string, redirectUri: string): URLSearchParams | undefined {
  const trimmed = text.trim()
  // Some address bars hide the scheme.
  const url = /^\w+:\/\//.test(trimmed) ? trimmed : `http://${trimmed}`
  if (!URL.canParse(url)) return undefined
  const { origin, pathname, searchParams } = new URL(url)
  return `${origin}${pathname}` === redirectUri ? searchParams : undefined
}

/** Compares two texts in constant time, so that the time does not reveal where they differ. */
function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

/**
 * The OAuth error if it is safe to show: it has only lower-case letters and underscores, at most 64 (RFC 6749,
 * 4.1.2.1). Otherwise `unknown error`.
 */
function plain(error: string): string {
  return /^[a-z_]{1,64}$/.test(error) ? error : 'unknown error'
}
