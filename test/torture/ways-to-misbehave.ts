import type { FaultRule } from '../../emulator/server.ts'
import { formatExpiry } from '../../lib/session/token.ts'
import { longAgo, putToken } from '../rig/token.ts'
import type { World } from '../rig/world.ts'

/** A way in which AWS misbehaves, and what the run must do. */
export interface Case {
  /** what AWS, or a proxy in front of AWS, does */
  what: string
  /** by default the access token on disk is valid for a long time */
  token?: 'over' | 'near its end'
  faults: FaultRule[]
  before?: (world: World) => void
  meanwhile?: (world: World) => Promise<void>
  /** the requests, each with the status of its answer; 0: no answer */
  asked: string[]
  code: number
  /** on stderr; by default nothing */
  says?: RegExp
  /** between the first two requests */
  pauseMs?: [least: number, most: number]
}

const get = 'GetRoleCredentials'
const refresh = 'CreateToken:refresh_token'
const forever = 100
const html = { body: '<html>Sign in</html>', headers: { 'content-type': 'text/html' } }
const times = (count: number, what: string) => Array.from({ length: count }, () => what)

const noAnswerOfAws = (status: number) =>
  new RegExp(`AWS cannot be reached.*\\n.*HTTP ${status}\\) did not come from AWS`)
const logInAgain = /There is no valid AWS SSO session .*\n.*`tfsso login`/
const refused = (error: string, status = 400): Omit<FaultRule, 'operation'> => ({
  status,
  body: '{"error":"no","error_description":"no"}',
  headers: { 'x-amzn-errortype': error },
})

/** After one request, these faults end, so a second attempt succeeds. */
const passing: [what: string, fault: Omit<FaultRule, 'operation'>, status: number][] = [
  ['answers 500', { status: 500 }, 500],
  ['answers 502, as a gateway does', { status: 502, ...html }, 502],
  ['answers 503', { status: 503 }, 503],
  ['answers 504, as a gateway does', { status: 504, ...html }, 504],
  ['answers 429', { status: 429 }, 429],
  ['cuts the connection', { reset: true }, 0],
]

/** After such an answer, the run does not try again. */
const useless: [what: string, fault: Omit<FaultRule, 'operation'>, says: RegExp][] = [
  ['half of its JSON', { body: '{"secretAccessKey":"aoaSecret' }, noAnswerOfAws(200)],
  ['HTML', html, noAnswerOfAws(200)],
  ['JSON that is null', { body: 'null' }, noAnswerOfAws(200)],
  ['a redirect to a login page', { status: 302, ...html }, noAnswerOfAws(302)],
  ['403 and HTML, as a proxy does', { status: 403, ...html }, noAnswerOfAws(403)],
  ['401 and HTML, as a proxy does', { status: 401, ...html }, noAnswerOfAws(401)],
  ['501', { status: 501, body: '{}' }, /Could not .*\n.*AWS answered 501/],
]

const fetching: Case[] = [
  ...passing.map(
    ([what, fault, status]): Case => ({
      what: `${what}, once`,
      faults: [{ operation: get, ...fault }],
      asked: [`${get} ${status}`, `${get} 200`],
      code: 0,
    }),
  ),
  ...useless.map(
    ([what, fault, says]): Case => ({
      what: `answers ${what}`,
      faults: [{ operation: get, ...fault }],
      asked: [`${get} ${fault.status ?? 200}`],
      code: 69,
      says,
    }),
  ),
  ...['accessKeyId', 'secretAccessKey', 'sessionToken', 'expiration', 'roleCredentials'].map(
    (field): Case => ({
      what: `leaves out ${field}`,
      faults: [{ operation: get, fields: { [field]: null } }],
      asked: [`${get} 200`],
      code: 69,
      says: /AWS's answer is without the credentials/,
    }),
  ),
  ...[{ expiration: 'soon' }, { expiration: -5 }, { expiration: 1e30 }, { sessionToken: 7 }].map(
    (fields): Case => ({
      what: `answers ${JSON.stringify(fields)}`,
      faults: [{ operation: get, fields }],
      asked: [`${get} 200`],
      code: 69,
      says: /AWS's answer is without the credentials/,
    }),
  ),
  {
    what: 'gives expired credentials',
    faults: [{ operation: get, fields: { expiration: 1_600_000_000_000 } }],
    asked: [`${get} 200`],
    code: 69,
    says: /without credentials that are still valid/,
  },
  {
    what: 'answers 429 with Retry-After: 2 s',
    faults: [{ operation: get, status: 429, headers: { 'retry-after': '2' } }],
    asked: [`${get} 429`, `${get} 200`],
    code: 0,
    pauseMs: [1_900, 10_000],
  },
  {
    what: 'answers 429 with Retry-After: 1 hour',
    faults: [{ operation: get, status: 429, headers: { 'retry-after': '3600' } }],
    asked: [`${get} 429`, `${get} 200`],
    code: 0,
    pauseMs: [4_900, 12_000],
  },
  {
    what: 'answers 429, always',
    faults: [{ operation: get, status: 429, times: forever }],
    asked: times(4, `${get} 429`),
    code: 69,
    says: /AWS answered 429 TooManyRequestsException/,
  },
  {
    what: 'answers 503, always',
    faults: [{ operation: get, status: 503, times: forever }],
    asked: times(4, `${get} 503`),
    code: 69,
    says: /Could not get credentials .*\n.*AWS answered 503 .*\n.*later/,
  },
  {
    what: 'cuts the connection, always',
    faults: [{ operation: get, reset: true, times: forever }],
    asked: times(4, `${get} 0`),
    code: 69,
    says: /AWS cannot be reached.*\n.*connection was cut/,
  },
  {
    what: 'cuts its answer in two, once',
    faults: [{ operation: get, truncate: true }],
    asked: times(2, `${get} 200`),
    code: 0,
  },
  {
    what: 'cuts its answer in two, always',
    faults: [{ operation: get, truncate: true, times: forever }],
    asked: times(4, `${get} 200`),
    code: 69,
    says: /connection was cut/,
  },
  {
    what: 'is slow',
    faults: [{ operation: get, delayMs: 4_000 }],
    asked: [`${get} 200`],
    code: 0,
  },
  {
    what: 'never answers, once',
    faults: [{ operation: get, hang: true }],
    asked: [`${get} 0`, `${get} 200`],
    code: 0,
  },
  {
    what: 'never answers at all',
    faults: [{ operation: get, hang: true, times: forever }],
    asked: times(3, `${get} 0`),
    code: 69,
    says: /AWS cannot be reached.*\n.*no answer in time/,
  },
  {
    what: 'stops in the middle of its answer, once',
    faults: [{ operation: get, stall: true }],
    asked: times(2, `${get} 200`),
    code: 0,
  },
  {
    what: 'stops in the middle of each answer',
    faults: [{ operation: get, stall: true, times: forever }],
    asked: times(2, `${get} 200`),
    code: 69,
    says: /no answer in time/,
  },
  {
    what: 'knows the account, but not the role in it',
    faults: [],
    before: ({ emulator }) => {
      for (const account of emulator.settings.accounts) account.roles = []
    },
    asked: [`${get} 403`, 'ListAccountRoles 403'],
    code: 77,
    says: /do not have the role DevOpsPrd.*\n.*You have no role in that account/,
  },
]

const revoked: Case[] = [
  {
    what: 'refuses a token that is valid on disk, and refreshes it',
    faults: [],
    before: (world) => putToken(world, { accessToken: 'aoaRevoked' }),
    asked: [`${get} 401`, 'refresh_token 200', `${get} 200`],
    code: 0,
  },
  {
    what: 'has ended the session',
    faults: [],
    before: ({ emulator }) => emulator.revokeSessions(),
    asked: [`${get} 401`, 'refresh_token 400'],
    code: 77,
    says: logInAgain,
  },
  {
    what: 'refuses each token, new ones too',
    faults: [{ operation: get, status: 401, body: '{}', times: forever }],
    asked: [`${get} 401`, 'refresh_token 200', `${get} 401`],
    code: 77,
    says: /though it was just renewed/,
  },
]

const refreshing: Case[] = [
  ...passing.map(
    ([what, fault, status]): Case => ({
      what: `${what}, once, when a token is refreshed`,
      token: 'over',
      faults: [{ operation: refresh, ...fault }],
      asked: [`refresh_token ${status}`, 'refresh_token 200', `${get} 200`],
      code: 0,
    }),
  ),
  ...useless.map(
    ([what, fault, says]): Case => ({
      what: `answers ${what} to a refresh`,
      token: 'over',
      faults: [{ operation: refresh, ...fault }],
      asked: [`refresh_token ${fault.status ?? 200}`],
      code: 69,
      says,
    }),
  ),
  ...[{ accessToken: null }, { expiresIn: null }, { expiresIn: 'long' }, { accessToken: {} }].map(
    (fields): Case => ({
      what: `answers ${JSON.stringify(fields)} to a refresh`,
      token: 'over',
      faults: [{ operation: refresh, fields }],
      asked: ['refresh_token 200'],
      code: 69,
      says: /AWS's answer is without the token/,
    }),
  ),
  {
    what: 'answers 500 to each refresh',
    token: 'over',
    faults: [{ operation: refresh, status: 500, times: forever }],
    asked: times(4, 'refresh_token 500'),
    code: 69,
    says: /Could not refresh the session bb.*\n.*AWS answered 500/,
  },
  {
    what: 'says that the refresh token is used up',
    token: 'over',
    faults: [],
    before: (world) => putToken(world, { refreshToken: 'aorUsed' }),
    asked: ['refresh_token 400'],
    code: 77,
    says: logInAgain,
  },
  {
    what: 'loses the answer with the rotated refresh token',
    token: 'over',
    faults: [{ operation: refresh, truncate: true }],
    asked: ['refresh_token 200', 'refresh_token 400'],
    code: 77,
    says: logInAgain,
  },
  {
    what: 'says that the client is no longer known',
    token: 'over',
    faults: [{ operation: refresh, ...refused('InvalidClientException', 401) }],
    asked: ['refresh_token 401'],
    code: 77,
    says: logInAgain,
  },
  {
    what: 'would refuse the client, whose registration has expired',
    token: 'over',
    faults: [],
    before: (world) => putToken(world, { registrationExpiresAt: longAgo }),
    asked: [],
    code: 77,
    says: logInAgain,
  },
  {
    what: 'has given the next token to another tool, which writes it a moment later',
    token: 'over',
    faults: [],
    before: (world) => putToken(world, { refreshToken: 'aorUsed', accessToken: 'aoaOld' }),
    meanwhile: async (world) => {
      const refusedYet = () => world.emulator.calls.at(-1)?.error === 'InvalidGrantException'
      while (!refusedYet()) await new Promise((resolve) => setTimeout(resolve, 5))
      await new Promise((resolve) => setTimeout(resolve, 100))
      const accessToken = [...accessTokensOf(world)].at(-1) ?? ''
      putToken(world, { accessToken, refreshToken: 'aorNext', expiresAt: inMinutes(50) })
    },
    asked: ['refresh_token 400', `${get} 200`],
    code: 0,
  },
]

const nearItsEnd: Case[] = (
  [
    ['answers 500', { status: 500, times: forever }, times(4, 'refresh_token 500')],
    ['cuts the connection', { reset: true, times: forever }, times(4, 'refresh_token 0')],
    ['never answers', { hang: true, times: forever }, times(3, 'refresh_token 0')],
    ['answers HTML', html, ['refresh_token 200']],
    ['leaves out the token', { fields: { accessToken: null } }, ['refresh_token 200']],
    ['refuses the refresh token', refused('InvalidGrantException'), ['refresh_token 400']],
    ['no longer knows the client', refused('InvalidClientException', 401), ['refresh_token 401']],
  ] satisfies [string, Omit<FaultRule, 'operation'>, string[]][]
).map(([what, fault, asked]) => ({
  what: `${what} when a token that is still valid is refreshed`,
  token: 'near its end',
  faults: [{ operation: refresh, ...fault }],
  asked: [...asked, `${get} 200`],
  code: 0,
}))

export const inMinutes = (minutes: number) => formatExpiry(Date.now() + minutes * 60_000)

/** the access token that each world's sign-in stored */
const given = new WeakMap<World, Set<string>>()
export function accessTokensOf(world: World): Set<string> {
  const tokens = given.get(world) ?? new Set()
  given.set(world, tokens)
  return tokens
}

export const waysToMisbehave: Case[] = [...fetching, ...revoked, ...refreshing, ...nearItsEnd]

/** Whether a case mostly waits. Many such cases can run at the same time. */
export function waits({ faults }: Case): boolean {
  return faults.some(({ hang, stall, headers }) => hang || stall || headers?.['retry-after'])
}
