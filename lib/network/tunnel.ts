import type { RequestOptions } from 'node:https'
import type { Duplex } from 'node:stream'
import type { Connected } from './connections.ts'

/** A little less than the SDK waits for a connection, so that the proxy is named as what is slow, ms. */
const proxyWithinMs = 4_500

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
 * URL holds, and may itself speak TLS. `connected` is called once, with a ProxyFailure where the proxy
 * is at fault.
 */
export async function connectByProxy(
  kind: 'HttpProxyAgent' | 'HttpsProxyAgent',
  proxy: string,
  options: RequestOptions,
  connected: Connected,
): Promise<void> {
  const fail = (error: Error, at = 'that is set') =>
    connected(new ProxyFailure(at, error), undefined as never)
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    fail(new Error('it is no http:// or https:// URL'), url && `${url.protocol}//${url.host}`)
    return
  }
  const { [kind]: Agent } = await import('hpagent')
  const ca = options.ca as string[] | undefined
  const agent = new Agent({ proxy: url, proxyRequestOptions: ca ? { ca } : {} })
  const timeout = proxyWithinMs
  agent.createConnection({ ...options, timeout }, (error: Error | null, socket: Duplex) => {
    if (error) fail(error, url.origin)
    else connected(null, socket)
  })
}
