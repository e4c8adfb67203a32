import http, { type ClientRequestArgs } from 'node:http'
import https, { type RequestOptions } from 'node:https'
import type { Environment } from '../files/user-paths.ts'
import { allCertificates, chosenCertificates } from './certificates.ts'
import { proxyFor } from './proxy.ts'
import { type Connected, connectByProxy } from './tunnel.ts'

/** The SDK's own agents have the same settings. */
const pool = { keepAlive: true, maxSockets: 50 }

/** OpenSSL's errors for a certificate that no known CA has signed (X509_verify_cert_error_string(3)). */
const unknownCa = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
])

class HttpAgent extends http.Agent {
  readonly #env: Environment
  readonly #proxyMs: number

  constructor(env: Environment, proxyMs: number) {
    super(pool)
    this.#env = env
    this.#proxyMs = proxyMs
  }

  override createConnection(options: ClientRequestArgs, connected: Connected) {
    const proxy = proxyFor(urlOf('http', options), this.#env)
    if (proxy === undefined) return super.createConnection(options, connected)
    const timed = { ...options, timeout: this.#proxyMs }
    connectByProxy('HttpProxyAgent', proxy, timed, connected).catch(connected)
    return undefined
  }
}

/** Trusts the CAs that the person has chosen; otherwise node's, and after `trustSystem` also the system's. */
class HttpsAgent extends https.Agent {
  readonly #env: Environment
  readonly #proxyMs: number
  #chosen: string[] | undefined
  #system: string[] | undefined

  constructor(env: Environment, proxyMs: number) {
    super(pool)
    this.#env = env
    this.#proxyMs = proxyMs
  }

  override createConnection(given: RequestOptions, connected: Connected) {
    const options = { ...given }
    try {
      this.#chosen ??= chosenCertificates(this.#env)
    } catch (error) {
      connected(error as Error)
      return undefined
    }
    const certificates = this.#chosen ?? this.#system
    if (certificates) options.ca = certificates
    const proxy = proxyFor(urlOf('https', options), this.#env)
    if (proxy === undefined) return super.createConnection(options, connected)
    options.timeout = this.#proxyMs
    connectByProxy('HttpsProxyAgent', proxy, options, connected).catch(connected)
    return undefined
  }

  /**
   * If the error means an unknown CA, and the person chose no CAs, trusts the system's CAs, too. Returns true if the
   * agent now trusts the system's CAs: then the request can be repeated.
   */
  trustSystem(error: unknown): boolean {
    const { code = '' } = error as NodeJS.ErrnoException
    if (!unknownCa.has(code)) return false
    this.#chosen ??= chosenCertificates(this.#env)
    if (this.#chosen) return false
    this.#system ??= allCertificates(this.#env)
    return true
  }
}

export class Connections {
  readonly httpAgent: http.Agent
  readonly httpsAgent: HttpsAgent

  /**
   * `connectMs`: how long the SDK waits. A proxy gets less time, so that our error, which names the proxy, comes first.
   */
  constructor(env: Environment, connectMs: number) {
    this.httpAgent = new HttpAgent(env, connectMs * 0.9)
    this.httpsAgent = new HttpsAgent(env, connectMs * 0.9)
  }

  /**
   * Sends a request, and repeats it if `trustSystem` returns true. Throws the request's error, or a Problem (exit code
   * 78) as for `chosenCertificates`.
   */
  async send<T>(request: () => Promise<T>): Promise<T> {
    try {
      return await request()
    } catch (error) {
      if (!this.httpsAgent.trustSystem(error)) throw error
      return await request()
    }
  }
}

function urlOf(scheme: string, { host, port }: ClientRequestArgs): URL {
  return new URL(`${scheme}://${host?.includes(':') ? `[${host}]` : host}:${port ?? ''}`)
}
