import fs from 'node:fs'
import type { Socket } from 'node:net'
import { isWsl } from './browser.ts'

/** The two ports of a connection within 127.0.0.1. */
export interface LoopbackConnection {
  clientPort: number
  serverPort: number
}

/** Whose a connection's other end is: a user's id; nobody's that we see; or not known, where there is no such list. */
export type Peer = number | 'nobody' | 'unknown'

/**
 * Whether a browser that comes to us belongs to this user, or to root. Another local user can read the login's address
 * (it is in the browser's arguments), log in as themselves, and send their code to us. Where Linux does not show the other
 * end, it is not accepted, except under WSL, whose browser runs on Windows. Elsewhere it can't be told (docs/security.md).
 */
export function isOurBrowser(socket: Pick<Socket, 'remotePort' | 'localPort'>): boolean {
  const peer = findPeer({ clientPort: socket.remotePort ?? 0, serverPort: socket.localPort ?? 0 })
  if (peer === 'unknown') return true
  return peer === 'nobody' ? isWsl() : peer === 0 || peer === process.getuid?.()
}

function findPeer(connection: LoopbackConnection): Peer {
  const lists = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => {
    try {
      return [fs.readFileSync(file, 'utf8')]
    } catch {
      return []
    }
  })
  return lists.length === 0 ? 'unknown' : peerIn(lists.join('\n'), connection)
}

/** 127.0.0.1 as the kernel writes it, with the bytes of each 32 bits in the machine's order; in IPv6, too. */
const loopback = '(?:0{16}(?:FFFF0000|0000FFFF))?(?:0100007F|7F000001)'

/**
 * The owner of a connection's client end, in the text of /proc/net/tcp and tcp6 (proc_net_tcp). Only an end that is
 * established and still has its socket counts: one that was closed is shown as root's.
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
