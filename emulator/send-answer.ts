import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Answer } from './http-message.ts'

export interface Sending {
  /** AWS's clock, epoch ms. */
  now: number
  /** For HEAD: the headers of GET without the body. */
  headOnly: boolean
  /** `cut` ends the connection in the middle of the body. `missing` keeps it open, but never sends the second half. */
  end: 'whole' | 'cut' | 'missing'
}

export function sendAnswer(response: ServerResponse, answer: Answer, sending: Sending): void {
  const body = Buffer.from(answer.body)
  const requestId = randomUUID()
  response.writeHead(answer.status, {
    date: new Date(sending.now).toUTCString(),
    'x-amzn-requestid': requestId,
    'x-amz-request-id': requestId,
    // 204 has no length (RFC 9110, 8.6).
    ...(answer.status !== 204 && { 'content-length': body.length }),
    ...answer.headers,
  })
  if (sending.end === 'whole') {
    response.end(sending.headOnly ? undefined : body)
    return
  }
  // Cut only after half of the body was sent. Otherwise the client could see a reset, not a short body.
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => {
    if (sending.end === 'cut') response.destroy()
  })
}
