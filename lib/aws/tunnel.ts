import type { RequestOptions } from 'node:https'
import type { Duplex } from 'node:stream'

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
 * is called once, with a ProxyFailure where the proxy is at fault.
 */
export async function connectByProxy(
  kind: 'HttpProxyAgent' | 'HttpsProxyAgent',
  proxy: string,
  options: RequestOptions,
  connected: Connected,
): Promise<void> {
  const fail = (error: Error, at = 'that is set') => connected(new ProxyFailure(at, error))
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    fail(new Error('it is no http:// or https:// URL'), url && `${url.protocol}//${url.host}`)
    return
  }
  const { [kind]: Agent } = await import('hpagent')
  const ca = options.ca as string[] | undefined
  const agent = new Agent({ proxy: url, proxyRequestOptions: ca ? { ca } : {} })
  agent.createConnection(options, (error: Error | null, socket: Duplex) => {
    if (error) fail(error, url.origin)
    else connected(null, socket)
  })
}
