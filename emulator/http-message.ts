import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'

export interface Request {
  method: string
  /** As sent: percent-encoded, without the query. */
  path: string
  /** As sent, without the `?`. */
  rawQuery: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
}

export interface Answer {
  status: number
  headers: Record<string, string>
  body: Buffer | string
}

const largestBody = 64 * 1024 * 1024

/** Throws if the body is larger than 64 MiB. */
export async function readRequest(message: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > largestBody) throw new Error('request body too large')
    chunks.push(chunk)
  }
  const target = message.url ?? '/'
  const mark = target.indexOf('?')
  const rawQuery = mark < 0 ? '' : target.slice(mark + 1)
  return {
    method: message.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers: message.headers,
    body: Buffer.concat(chunks),
  }
}

/** `name` is in lower case. Several values are joined with commas. */
export function header(request: Request, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(',') : value
}

/** The fields of an HTML form or of a request to STS. */
export function formOf(request: Request): URLSearchParams {
  return new URLSearchParams(request.body.toString())
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  const type = { 'content-type': 'application/json' }
  return { status, headers: { ...type, ...headers }, body: JSON.stringify(body) }
}

/** `body` is what follows the XML declaration. */
export function xml(body: string, status = 200, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/xml', ...headers },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
  }
}

export function empty(status: number, headers: Record<string, string> = {}): Answer {
  return { status, headers, body: '' }
}
