import { AwsError } from '../aws-error.ts'
import type { Request } from '../http-message.ts'
import type { Client, State } from '../state.ts'

/** A request's JSON object or list. Throws InvalidRequestException if there is none. */
export function jsonBody(request: Request): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(request.body.toString())
    if (typeof body === 'object' && body !== null) return body as Record<string, unknown>
  } catch {
    // not JSON: gets the error below
  }
  throw invalidRequest('Invalid request body')
}

/** Throws InvalidRequestException if the field is missing, empty or not a string. */
export function required(body: Record<string, unknown>, name: string): string {
  const value = body[name]
  if (typeof value === 'string' && value !== '') return value
  throw invalidRequest(`Missing required parameter ${name}`)
}

/** Default: empty. Throws InvalidRequestException for anything but a list of strings. */
export function optionalList(body: Record<string, unknown>, name: string): string[] {
  const value = body[name] ?? []
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value
  throw invalidRequest(`Invalid parameter ${name}`)
}

/**
 * The client that a request names. Throws InvalidRequestException if id or secret is missing, and
 * InvalidClientException (401) if one is wrong or the registration has expired.
 */
export function authenticatedClient(state: State, body: Record<string, unknown>): Client {
  const client = state.clients.get(required(body, 'clientId'))
  if (client?.secret !== required(body, 'clientSecret') || client.expiresAt <= state.now()) {
    throw new AwsError(401, 'InvalidClientException', 'Invalid client provided')
  }
  return client
}

export function invalidRequest(message: string): AwsError {
  return new AwsError(400, 'InvalidRequestException', message)
}

export function invalidGrant(message: string): AwsError {
  return new AwsError(400, 'InvalidGrantException', message)
}

export const unauthorizedClient = new AwsError(
  400,
  'UnauthorizedClientException',
  'Client is not authorized to use this grant type',
)
