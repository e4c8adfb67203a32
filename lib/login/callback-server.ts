import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Callback, callbackPath, readCallback, readPastedUrl } from './callback.ts'
import { callbackPage, type PageKind, type PageSession } from './callback-page.ts'
import { isOurBrowser } from './peer.ts'

export type Listen = (server: Server) => Promise<void>

export interface CallbackServer {
  /** with the server's port */
  redirectUri: string
  /** from the browser or pasted */
  answer: Promise<Callback>
  /** Returns false if the URL does not belong to this login, or if another answer came first. */
  takePasted(text: string): boolean
  /** Closes the server. If a browser brought the answer, first shows the result in that browser. */
  end(kind: PageKind): Promise<void>
}

/** Throws the error of `listen` if no port can be opened. */
export async function startCallbackServer(
  state: string,
  session: PageSession,
  listen: Listen = listenOnLoopback,
): Promise<CallbackServer> {
  let answered = false
  let waiting: ServerResponse | undefined
  let resolve: (callback: Callback) => void
  const answer = new Promise<Callback>((given) => {
    resolve = given
  })
  const show = (response: ServerResponse, kind: PageKind) => {
    const { status, headers, body } = callbackPage(kind, session)
    response.writeHead(status, { ...headers, connection: 'close' }).end(body)
  }
  const take = (query: URLSearchParams): PageKind | undefined => {
    if (answered) return 'answered'
    const callback = readCallback(query, state)
    if (!callback) return 'stray'
    answered = true
    resolve(callback)
    return undefined
  }
  const server = createServer((request, response) => {
    response.on('error', () => {})
    const url = new URL(request.url?.startsWith('/') ? `http://x${request.url}` : 'http://x/')
    const kind = refusal(request, url) ?? take(url.searchParams)
    if (kind) show(response, kind)
    else waiting = response
  })
  await listen(server)
  const port = (server.address() as AddressInfo).port
  const host = `127.0.0.1:${port}`
  const redirectUri = `http://${host}${callbackPath}`

  /** The Host header must be `host`, because another site's name can resolve to 127.0.0.1 (DNS rebinding). */
  function refusal(request: IncomingMessage, { pathname }: URL): PageKind | undefined {
    const { headers, method, socket } = request
    if (headers.host !== host) return 'wrong host'
    if (pathname !== callbackPath) return 'not found'
    if (method !== 'GET') return 'wrong method'
    return isOurBrowser(socket) ? undefined : 'another user'
  }

  return {
    redirectUri,
    answer,
    takePasted: (text) => {
      const query = readPastedUrl(text, redirectUri)
      return query !== undefined && take(query) === undefined
    },
    end: async (kind) => {
      const response = waiting
      if (response && !response.destroyed) {
        await new Promise<void>((done) => {
          response.once('close', done)
          // Don't keep terraform waiting for a browser that does not read the page.
          setTimeout(done, 2_000).unref()
          show(response, kind)
        })
      }
      server.close()
      server.closeAllConnections()
    },
  }
}

function listenOnLoopback(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
}
