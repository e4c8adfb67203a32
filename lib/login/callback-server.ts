import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Callback, callbackPath, readCallback, readPastedUrl } from './callback.ts'
import { callbackPage, type PageKind, type PageSession } from './callback-page.ts'
import { isOurBrowser } from './peer.ts'

/** Makes a server listen on 127.0.0.1 at a free port. */
export type Listen = (server: Server) => Promise<void>

/** Waits on 127.0.0.1 for the browser to come back. */
export interface CallbackServer {
  /** with the port that was had */
  redirectUri: string
  /** the one answer that counts, whichever way it comes */
  answer: Promise<Callback>
  /** Takes a redirect's URL that a person pasted; false where it is no answer to this login. */
  takePasted(text: string): boolean
  /** Shows the browser that came with the answer how it ended, and listens no longer. */
  end(kind: PageKind): Promise<void>
}

/** Starts to listen. What `listen` throws, there is no port, is thrown. */
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

  /** A page elsewhere whose name leads to 127.0.0.1 (DNS rebinding) has another Host. */
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
          // A browser that does not read must not hold up terraform.
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
