import http from 'node:http'
import https from 'node:https'
import net, { type AddressInfo } from 'node:net'
import tls from 'node:tls'
import type { ExecutionContext } from 'ava'
import type { PrivateCa } from './private-ca.ts'

const portOf = (server: net.Server) => (server.address() as AddressInfo).port

/** Listens on a free port of 127.0.0.1 until the test ends. Returns the port. */
async function listen(t: ExecutionContext, server: net.Server): Promise<number> {
  const sockets = new Set<net.Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return portOf(server)
}

function join(one: net.Socket, other: net.Socket): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const)
    from
      .on('error', () => to.destroy())
      .on('close', () => to.destroy())
      .pipe(to)
}

/** Starts a TLS server that forwards all data to a plain port of 127.0.0.1. Returns the TLS port. */
export async function startTlsFront(t: ExecutionContext, { key, cert }: PrivateCa, port: number) {
  const server = tls.createServer({ key, cert }, (socket) =>
    join(socket, net.connect(port, '127.0.0.1')),
  )
  server.on('tlsClientError', () => {})
  return await listen(t, server)
}

export interface ProxyOptions {
  /** the port of 127.0.0.1 for every tunnel, whatever host the client asks for */
  to: number
  /** `user:password` */
  auth?: string
  /**
   * the proxy makes no tunnel, and answers with this status (407 if the client's `auth` is wrong); `hang`: it does not
   * answer
   */
  refuses?: number | 'hang'
  /** set if clients must speak TLS with the proxy itself */
  ca?: PrivateCa
}

/** A proxy that accepts only CONNECT. `asked` lists the addresses that clients have asked for. */
export async function startProxy(t: ExecutionContext, { to, auth, refuses, ca }: ProxyOptions) {
  const asked: string[] = []
  const server = ca ? https.createServer(ca) : http.createServer()
  server.on('tlsClientError', () => {})
  server.on('connect', (request: http.IncomingMessage, socket: net.Socket) => {
    asked.push(request.url ?? '')
    socket.on('error', () => {})
    const wanted = auth && `Basic ${Buffer.from(auth).toString('base64')}`
    const status = wanted && request.headers['proxy-authorization'] !== wanted ? 407 : refuses
    if (status === 'hang') return
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    const tunnel = net.connect(to, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      join(socket, tunnel)
    })
    tunnel.on('error', () => socket.destroy())
  })
  const port = await listen(t, server)
  return { port, url: `${ca ? 'https' : 'http'}://127.0.0.1:${port}`, asked }
}

/** Returns a port of 127.0.0.1 on which nothing listens. */
export async function unusedPort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const port = portOf(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}
