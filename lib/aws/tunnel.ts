import type { RequestOptions } from 'node:https'
import type { Duplex } from 'node:stream'
import { misconfigured, type Problem } from '../text/problem.ts'

/** What a connection that was made, or could not be made, is given to. */
export type Connected = (error: Error | null, socket?: Duplex) => void

/** A proxy that can't be reached, or that refuses to let us through. */
export class ProxyFailure extends Error {
  override readonly name = 'ProxyFailure'
  /** its scheme, host and port, without a password */
  readonly proxy: string
  /** node's code of what went wrong, as ECONNREFUSED */
  readonly code: string | undefined
  /** what it answered to CONNECT */
  readonly status: number | undefined

  constructor(proxy: string, cause: Error & { code?: string }) {
    super(cause.message)
    this.proxy = proxy
    this.code = cause.code
    // hpagent says so in words.
    const status = /^Bad response: (\d{3})$/.exec(cause.message)?.[1]
    this.status = status === undefined ? undefined : Number(status)
  }
}

/**
 * Connects through a proxy by CONNECT (RFC 9110, 9.3.6); it may ask for the user and password that its
 * URL holds, and may itself speak TLS. It must have answered within `options.timeout`, ms. `connected`
 * is called once, with a ProxyFailure where the proxy is at fault, a Problem (78) where it is no URL that we can use.
 */
export async function connectByProxy(
  kind: 'HttpProxyAgent' | 'HttpsProxyAgent',
  proxy: string,
  options: RequestOptions,
  connected: Connected,
): Promise<void> {
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined
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

/** Its text is not told where it is no URL: it may hold a password. */
function unusable(kind: 'HttpProxyAgent' | 'HttpsProxyAgent', url: URL | undefined): Problem {
  const name = kind === 'HttpsProxyAgent' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const value = url ? `: ${url.protocol}//${url.host}` : ''
  return misconfigured(
    `${name} is not an http:// or https:// URL${value}.`,
    `Set it to http://HOST:PORT or https://HOST:PORT, or unset it.`,
  )
}
