import type { RequestOptions } from 'node:https'
import type { Duplex } from 'node:stream'
import { misconfigured, type Problem } from '../text/problem.ts'

/** Receives the connection, or the reason why there is none. */
export type Connected = (error: Error | null, socket?: Duplex) => void

/** The error for a proxy that can't be reached, or that refuses to connect us. */
export class ProxyFailure extends Error {
  override readonly name = 'ProxyFailure'
  /** its scheme, host and port, without a password */
  readonly proxy: string
  /** node's code for the error, such as ECONNREFUSED */
  readonly code: string | undefined
  /** the status of its answer to CONNECT */
  readonly status: number | undefined

  constructor(proxy: string, cause: Error & { code?: string }) {
    super(cause.message)
    this.proxy = proxy
    this.code = cause.code
    // hpagent gives the status only in its message.
    const status = /^Bad response: (\d{3})$/.exec(cause.message)?.[1]
    this.status = status === undefined ? undefined : Number(status)
  }
}

/**
 * Connects through a proxy with CONNECT (RFC 9110, 9.3.6). The proxy may use TLS. It gets the user and password that
 * its URL contains, and must answer within `options.timeout`, ms. `connected` is called once: with the connection, with
 * a ProxyFailure if the proxy is at fault, or with a Problem (exit code 78) if the proxy's URL is unusable.
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

/** The message does not quote an invalid URL, because it may contain a password. */
function unusable(kind: 'HttpProxyAgent' | 'HttpsProxyAgent', url: URL | undefined): Problem {
  const name = kind === 'HttpsProxyAgent' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const value = url ? `: ${url.protocol}//${url.host}` : ''
  return misconfigured(
    `${name} is not an http:// or https:// URL${value}.`,
    `Set it to http://HOST:PORT or https://HOST:PORT, or unset it.`,
  )
}
