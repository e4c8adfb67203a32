import type { RequestOptions } from 'node:https'
import type { Duplex } from 'node:stream'
import { orElse } from '../text/attempt.ts'
import { misconfigured, type Problem } from '../text/problem.ts'

export type Connected = (error: Error | null, socket?: Duplex) => void

export class ProxyFailure extends Error {
  override readonly name = 'ProxyFailure'
  /** scheme, host and port, without a password */
  readonly proxy: string
  /** node's code, such as ECONNREFUSED */
  readonly code: string | undefined
  /** the status of the answer to CONNECT; undefined if there was no answer */
  readonly status: number | undefined

  constructor(proxy: string, cause: Error & { code?: string }) {
    super(cause.message)
    this.proxy = proxy
    this.code = cause.code
    // hpagent gives the status only in the error's message.
    const status = /^Bad response: (\d{3})$/.exec(cause.message)?.[1]
    this.status = status === undefined ? undefined : Number(status)
  }
}

/** Undefined for a text that is no URL, or whose user or password can't be decoded. */
function readProxyUrl(text: string): URL | undefined {
  return orElse(() => {
    const url = new URL(text)
    decodeURIComponent(url.username + url.password)
    return url
  }, undefined)
}

/**
 * Connects through a proxy with CONNECT (RFC 9110, 9.3.6). Sends the proxy the user and password from its URL. The
 * proxy must answer within `options.timeout`, ms. `connected` gets the connection, a ProxyFailure, or a Problem (exit
 * code 78) if `proxy` is not an http or https URL. Any other error rejects the promise.
 */
export async function connectByProxy(
  kind: 'HttpProxyAgent' | 'HttpsProxyAgent',
  proxy: string,
  options: RequestOptions,
  connected: Connected,
): Promise<void> {
  const url = readProxyUrl(proxy)
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    connected(unusable(kind, url))
    return
  }
  const { [kind]: Agent } = await import('hpagent')
  const ca = options.ca as string[] | undefined
  const agent = new Agent({ proxy: url, proxyRequestOptions: ca ? { ca } : {} })
  agent.createConnection(options, (error: Error | null, socket: Duplex) => {
    if (error) connected(new ProxyFailure(url.origin, error))
    else connected(null, socket)
  })
}

/** Quotes at most the URL's scheme and host: the rest could contain a password. */
function unusable(kind: 'HttpProxyAgent' | 'HttpsProxyAgent', url: URL | undefined): Problem {
  const name = kind === 'HttpsProxyAgent' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const value = url ? `: ${url.protocol}//${url.host}` : ''
  return misconfigured(
    `${name} is not an http:// or https:// URL${value}.`,
    `Set it to http://HOST:PORT or https://HOST:PORT, or unset it.`,
  )
}
