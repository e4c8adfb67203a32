import fs from 'node:fs'
import type { Socket } from 'node:net'
import { orElse } from '../text/attempt.ts'
import { isWsl } from './browser.ts'

export interface LoopbackConnection {
  clientPort: number
  serverPort: number
}

/** A user's id; `nobody` if the system lists no owner; `unknown` if it has no list of connections. */
export type Peer = number | 'nobody' | 'unknown'

/**
 * Whether the browser that connects to us runs as this user or as root. Another local user could read the login's
 * address in the browser's arguments, log in as themselves, and send us their code. If Linux shows no owner, the result
 * is false, except under WSL, where the browser runs on Windows. On systems without a list of connections, the result
 * is true (docs/security.md).
 */
export function isOurBrowser(socket: Pick<Socket, 'remotePort' | 'localPort'>): boolean {
  const peer = findPeer({ clientPort: socket.remotePort ?? 0, serverPort: socket.localPort ?? 0 })
  return acceptsPeer(peer, { me: process.getuid?.() ?? -1, wsl: isWsl() })
}

/** the decision of `isOurBrowser` */
export function acceptsPeer(peer: Peer, { me, wsl }: { me: number; wsl: boolean }): boolean {
  if (peer === 'unknown') return true
  return peer === 'nobody' ? wsl : peer === 0 || peer === me
}

function findPeer(connection: LoopbackConnection): Peer {
  const lists = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => {
    return orElse(() => [fs.readFileSync(file, 'utf8')], [])
  })
  return lists.length === 0 ? 'unknown' : peerIn(lists.join('\n'), connection)
}

/** 127.0.0.1 as the kernel writes it, also as IPv6: each 32 bits are in the machine's byte order. */
const loopback = '(?:0{16}(?:FFFF0000|0000FFFF))?(?:0100007F|7F000001)'

/**
 * The owner of a connection's client end, from /proc/net/tcp and tcp6. The state must be 01 (established). The kernel
 * shows a closed end as root's, with inode 0, so the inode must not be 0.
 */
export function peerIn(list: string, { clientPort, serverPort }: LoopbackConnection): Peer {
  const end = (port: number) => `${loopback}:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const line = new RegExp(
    `^ *\\d+: ${end(clientPort)} ${end(serverPort)} 01 \\S+ \\S+ \\S+ +(\\d+) +\\d+ [1-9]`,
    'm',
  )
  const uid = line.exec(list)?.[1]
  return uid === undefined ? 'nobody' : Number(uid)
}
