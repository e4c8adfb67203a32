import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { AwsError } from './aws-error.ts'
import { changeFields, type FaultRule, Faults, faultAnswer } from './faults.ts'
import { type Answer, type Request, readRequest } from './http-message.ts'
import { type Call, Journal, operationNames } from './journal.ts'
import { type EmulatorOptions, type EmulatorSettings, settingsFrom } from './options.ts'
import { type Route, routeOf } from './route.ts'
import { secretsIn } from './secrets.ts'
import { sendAnswer } from './send-answer.ts'
import { type IssuedCredentials, State, type StoredObject } from './state.ts'

export type { FaultRule } from './faults.ts'
export type { Call } from './journal.ts'
export type { Approval, EmulatedAccount, EmulatorOptions, EmulatorSettings } from './options.ts'
export type { IssuedCredentials } from './state.ts'

/** An AWS on loopback: SSO OIDC, the SSO portal, STS and S3 on one port. */
export interface Emulator {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** A test can change the settings at any time. Tokens and credentials issued before keep their expiry. */
  readonly settings: EmulatorSettings
  /** Newest last. */
  readonly calls: Call[]
  /** Each with the account and role that wrote it last. */
  readonly objects: Pick<StoredObject, 'bucket' | 'key' | 'accountId' | 'role' | 'body'>[]
  /** Newest last. */
  readonly issued: IssuedCredentials[]
  /**
   * The secrets in JSON requests and answers (emulator/secrets.ts). A request that gets no answer (faults `hang` and
   * `reset`) adds none.
   */
  readonly secrets: ReadonlySet<string>
  /** How often an operation was called, failed calls included. `CreateToken:refresh_token` counts one grant type. */
  count(operation: string): number
  counts(): Record<string, number>
  /**
   * Ends all portal sessions. After that the portal refuses their tokens (401), and a refresh fails with InvalidGrant.
   */
  revokeSessions(): void
  fault(rule: FaultRule): void
  /** Approves the device login with that code, as a person would. Without a code, approves all waiting logins. */
  approve(userCode?: string): void
  deny(userCode?: string): void
  close(): Promise<void>
  /** For a child process that uses the emulator instead of AWS. */
  env(): Record<string, string>
}

/** Binds to 127.0.0.1 only. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const state = new State(settingsFrom(options))
  const journal = new Journal()
  const faults = new Faults()
  const secrets = new Set<string>()
  const stopped = new AbortController()
  const server = createServer((message, response) => {
    answer(message, response, { state, journal, faults, secrets, stopped: stopped.signal }).catch(
      () =>
        // Usually the client has gone or the emulator was closed: nobody waits for an answer.
        response.destroy(),
    )
  })
  // By default node closes a connection that is idle for 5 s. A request at that moment ends in a reset.
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(state.settings.port, '127.0.0.1', resolve)
  })
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url: state.url,
    settings: state.settings,
    calls: journal.calls,
    issued: state.issued,
    secrets,
    get objects() {
      return [...state.objects.values()]
    },
    count: (operation) => journal.counts()[operation] ?? 0,
    counts: () => journal.counts(),
    revokeSessions: () => {
      for (const session of state.sessions) session.ended = true
    },
    fault: (rule) => faults.add(rule),
    approve: (userCode) => state.answerDeviceLogin('allowed', userCode),
    deny: (userCode) => state.answerDeviceLogin('denied', userCode),
    close: async () => {
      if (stopped.signal.aborted) return
      stopped.abort()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
    env: () => ({ AWS_ENDPOINT_URL: state.url, AWS_EC2_METADATA_DISABLED: 'true' }),
  }
}

interface Running {
  state: State
  journal: Journal
  faults: Faults
  secrets: Set<string>
  stopped: AbortSignal
}

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  { state, journal, faults, secrets, stopped }: Running,
): Promise<void> {
  const request = await readRequest(message)
  const route = routeOf(request)
  const call = journal.open(route.operation, route.grant)
  const fault = faults.take(operationNames(call))
  if (fault?.delayMs) await delay(fault.delayMs, undefined, { signal: stopped })
  if (fault?.hang) return
  if (fault?.reset) {
    message.socket.resetAndDestroy()
    return
  }
  const result =
    (fault && faultAnswer(fault, route.renderError)) ??
    changeFields(await handled(state, request, route, call), fault ?? {})
  for (const body of [request.body, result.body])
    for (const secret of secretsIn(body)) secrets.add(secret)
  call.status = result.status
  call.answeredAt = Date.now()
  sendAnswer(response, result, {
    now: state.now(),
    headOnly: request.method === 'HEAD',
    end: fault?.truncate ? 'cut' : fault?.stall ? 'missing' : 'whole',
  })
}

async function handled(state: State, request: Request, route: Route, call: Call): Promise<Answer> {
  try {
    return await route.handle(state, request, call)
  } catch (error) {
    const told = error instanceof AwsError ? error : internalError(error)
    call.error = told.code
    return route.renderError(told, 'emulator')
  }
}

/** Any error except an AwsError is a bug in the emulator. */
function internalError(error: unknown): AwsError {
  const stack = error instanceof Error ? error.stack : String(error)
  return new AwsError(500, 'InternalServerException', `Emulator bug: ${stack}`)
}
