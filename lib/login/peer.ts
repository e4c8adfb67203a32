import fs from 'node:fs'
import type { Socket } from 'node:net'
import { orElse } from '../text/attempt.ts'
import { isWsl } from './browser.ts'

/** The two ports of a connection within 127.0.0.1. */
export interface LoopbackConnection {
  clientPort: number
  serverPort: number
}

/**
 * The owner of the other end of a connection: a user's id; `nobody` if the system's list of connections shows no
 * owner; `unknown` if there is no such list.
 */
export type Peer = number | 'nobody' | 'unknown'

/**
 * True if the browser that connects to us runs as this user or as root. Another local user could read the login's
 * address in the browser's arguments, log in as themselves, and send us their code. If Linux does not show the owner,
 * the result is false, except under WSL, where the browser runs on Windows. On systems without a list of owners the
 * result is true (docs/security.md).
 */
export function isOurBrowser(socket: Pick<Socket, 'remotePort' | 'localPort'>): boolean {
  const peer = findPeer({ clientPort: socket.remotePort ?? 0, serverPort: socket.localPort ?? 0 })
  return acceptsPeer(peer, { me: process.getuid?.() ?? -1, wsl: isWsl() })
}

/** Whether `isOurBrowser` accepts this owner for the user `me`. It only compares, and asks the system nothing. */
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

/**
 * 127.0.0.1 in the kernel's notation, also as an IPv6 address. Each group of 32 bits is in the machine's byte order.
 */
const loopback = '(?:0{16}(?:FFFF0000|0000FFFF))?(?:0100007F|7F000001)'

/**
 * The owner of a connection's client end, from the text of /proc/net/tcp and tcp6. `nobody` if the connection is not
 * established, or if the client end no longer has a socket: the kernel shows a closed end as root's.
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
