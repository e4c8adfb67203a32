export interface NetworkFailure {
  kind: 'dns' | 'proxy' | 'tls' | 'refused' | 'timeout' | 'reset' | 'other'
  text: string
  advice: string
}

/** fields of an error from node or the SDK, or of a ProxyFailure */
interface Details {
  name?: string
  message?: string
  code?: string | undefined
  hostname?: string
  address?: string
  port?: number
  /** one error for each address, if several were tried */
  errors?: unknown[]
  /** `proxy` and `status` are only in a ProxyFailure */
  proxy?: string
  status?: number | undefined
  /** `httpStatusCode` is set only if there was an answer */
  $metadata?: { httpStatusCode?: number }
}

const because = (kind: NetworkFailure['kind'], text: string, advice: string): NetworkFailure => ({
  kind,
  text,
  advice,
})

export function describeNetworkFailure(error: unknown): NetworkFailure {
  const details = (typeof error === 'object' && error !== null ? error : {}) as Details
  const { code = '', name, hostname, message, $metadata } = details
  if (isTls(code)) return tls(details)
  if (details.proxy !== undefined) return proxy(details)
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return because(
      'dns',
      `The name ${hostname ?? 'of its host'} can't be resolved (${code}).`,
      'Check the network, or the VPN, and sso_region; if the network needs a proxy, set HTTPS_PROXY.',
    )
  if (code === 'ECONNREFUSED')
    return because(
      'refused',
      `${place(details) ?? 'Its address'} refuses connections (ECONNREFUSED).`,
      'Check AWS_ENDPOINT_URL, if you set it, and the firewall; if the network needs a proxy, set HTTPS_PROXY.',
    )
  if (code === 'ECONNRESET' || code === 'EPIPE')
    return because(
      'reset',
      `The connection was cut (${code}).`,
      'Run the command again. If it fails again, a firewall or a proxy might be the cause (HTTPS_PROXY).',
    )
  if (isTimeout(code, name))
    return because(
      'timeout',
      `There was no answer in time${code ? ` (${code})` : ''}.`,
      'Check the network, or the VPN, and the firewall; if the network needs a proxy, set HTTPS_PROXY.',
    )
  if (code === 'ENETUNREACH' || code === 'EHOSTUNREACH')
    return because(
      'other',
      `There is no network route to ${place(details) ?? 'its address'} (${code}).`,
      'Check the network, or the VPN, then run the command again.',
    )
  // Leave out the SDK's message: it could quote the answer, and so secrets.
  const status = $metadata?.httpStatusCode
  if (status !== undefined)
    return because(
      'other',
      `The response (HTTP ${status}) did not come from AWS; a proxy or captive portal might have replied.`,
      'Check the proxy (HTTPS_PROXY), AWS_ENDPOINT_URL, and whether the network asks you to log in first.',
    )
  return because(
    'other',
    `${code || (name ?? 'Error')}: ${message ?? String(error)}`,
    'Check the network, the proxy (HTTPS_PROXY) and AWS_ENDPOINT_URL, then run the command again.',
  )
}

function isTimeout(code: string, name: string | undefined): boolean {
  return code === 'ETIMEDOUT' || name === 'TimeoutError' || name === 'AbortError'
}

function place({ hostname, address, port, errors }: Details): string | undefined {
  const host = address ?? hostname
  if (host !== undefined) return port === undefined ? host : `${host}:${port}`
  const [first] = (errors ?? []) as Details[]
  return first && place(first)
}

function proxy({ proxy, status, code, message }: Details): NetworkFailure {
  if (status === 407)
    return because(
      'proxy',
      `The proxy ${proxy} requires a user and password (407).`,
      'Set HTTPS_PROXY to http://USER:PASSWORD@HOST:PORT, with %-escapes where needed.',
    )
  return because(
    'proxy',
    status === undefined
      ? `The proxy ${proxy} can't be used: ${code ?? message}.`
      : `The proxy ${proxy} refuses the connection (status ${status}).`,
    'Check HTTPS_PROXY, or name the host in NO_PROXY.',
  )
}

/** OpenSSL's codes for certificates (X509_verify_cert_error_string(3)), and those of node's TLS. */
function isTls(code: string): boolean {
  return /^(ERR_TLS_|ERR_SSL_|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH$|INVALID_CA$|EPROTO$)/.test(
    code,
  )
}

function tls({ code = '', proxy }: Details): NetworkFailure {
  const whose = proxy === undefined ? 'its' : `the proxy ${proxy}'s`
  const describe = (text: string, advice: string) =>
    because('tls', `No secure connection: ${text} (${code}).`, advice)
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID')
    return describe(
      `${whose} certificate is ${code === 'CERT_HAS_EXPIRED' ? 'expired' : 'not valid yet'}`,
      "Check this machine's clock; if it is right, ask who runs the proxy or the endpoint.",
    )
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return describe(
      `${whose} certificate is for another host`,
      'Check AWS_ENDPOINT_URL, if you set it. Or a network that asks you to log in first has replied.',
    )
  if (/^(EPROTO|ERR_SSL_)/.test(code))
    return describe(
      'the other side does not speak valid TLS',
      'Check that AWS_ENDPOINT_URL and HTTPS_PROXY have the right scheme, http:// or https://.',
    )
  return describe(
    `${whose} certificate is signed by an unknown CA`,
    'Set AWS_CA_BUNDLE to a file with your CAs (PEM), as for the AWS CLI and terraform; or add yours to the system, or to NODE_EXTRA_CA_CERTS.',
  )
}
