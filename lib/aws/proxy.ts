import { BlockList, isIP } from 'node:net'
import type { Environment } from '../files/user-paths.ts'

/**
 * The proxy for a URL; undefined for a direct connection. The rules are terraform's (golang.org/x/net/http/httpproxy).
 * In NO_PROXY, `example.com` also covers its subdomains; `.example.com` covers only the subdomains. A port after a host
 * or an address limits the entry to this port. A CIDR block with a port matches nothing.
 */
export function proxyFor(url: URL, env: Environment): string | undefined {
  const scheme = url.protocol === 'https:' ? 'HTTPS' : 'HTTP'
  const setting = either(env, `${scheme}_PROXY`)
  const host = bareHost(url)
  if (!setting || isThisMachine(host)) return undefined
  const port = url.port || (scheme === 'HTTPS' ? '443' : '80')
  const excepted = either(env, 'NO_PROXY')
    .split(',')
    .some((entry) => covers(entry.trim().toLowerCase(), host, port))
  if (excepted) return undefined
  return setting.includes('://') ? setting : `http://${setting}`
}

function either(env: Environment, name: string): string {
  return env[name] || env[name.toLowerCase()] || ''
}

/** In lower case; an IPv6 address without its brackets. */
function bareHost({ hostname }: URL): string {
  return hostname.toLowerCase().replace(/^\[|\]$/g, '')
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

function isThisMachine(host: string): boolean {
  return host === 'localhost' || contains(loopback, host)
}

function contains(list: BlockList, host: string): boolean {
  const version = isIP(host)
  return version !== 0 && list.check(host, version === 6 ? 'ipv6' : 'ipv4')
}

function covers(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true
  if (isIP(entry)) return isAddress(entry, host)
  const block = /^(.+)\/(\d{1,3})$/.exec(entry)
  if (block) return inBlock(block[1] ?? '', Number(block[2]), host)
  const [, name = '', itsPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? []
  if (itsPort !== undefined && itsPort !== port) return false
  const domain = name.replace(/^\[|\]$/g, '').replace(/^\*\./, '.')
  if (isIP(domain)) return isAddress(domain, host)
  if (domain === '' || domain === '.') return false
  if (domain.startsWith('.')) return host.endsWith(domain)
  return host === domain || (!isIP(host) && host.endsWith(`.${domain}`))
}

/** Compares addresses, not texts: an IPv6 address can be written in several ways. */
const isAddress = (address: string, host: string) =>
  inBlock(address, isIP(address) === 6 ? 128 : 32, host)

function inBlock(address: string, bits: number, host: string): boolean {
  const version = isIP(address)
  if (version === 0 || bits > (version === 6 ? 128 : 32)) return false
  const list = new BlockList()
  list.addSubnet(address, bits, version === 6 ? 'ipv6' : 'ipv4')
  return contains(list, host)
}
