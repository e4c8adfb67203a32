import test from 'ava'
import {
  decideNext,
  type Known,
  type Next,
  nextInWords,
} from '../../../../lib/commands/status/next.ts'
import type { RoleCredentials } from '../../../../lib/credentials/store.ts'
import type { Token } from '../../../../lib/session/token.ts'

const nowMs = Date.parse('2026-11-23T12:00:00Z')
const minutes = (count: number) => nowMs + count * 60_000

function token(lives: number, refreshable = false): Token {
  const registration = refreshable
    ? {
        refreshToken: 'r',
        clientId: 'i',
        clientSecret: 's',
        registrationExpiresAt: new Date(minutes(1000)).toISOString(),
      }
    : {}
  const expiresAt = new Date(minutes(lives)).toISOString()
  return { startUrl: 'u', region: 'r', accessToken: 'a', expiresAt, ...registration }
}

const stored = (lives: number) =>
  ({ expiration: minutes(lives), lifetimeMs: 3600_000 }) as RoleCredentials

const cases: [Partial<Known>, Next][] = [
  [{}, 'login'],
  [{ token: token(60) }, 'fetch'],
  [{ token: token(1) }, 'fetch'],
  [{ token: token(0) }, 'login'],
  [{ token: token(-1) }, 'login'],
  [{ token: token(60, true) }, 'fetch'],
  [{ token: token(4, true) }, 'refresh'],
  [{ token: token(-60, true) }, 'refresh'],
  [{ token: token(60), stored: stored(31) }, 'stored'],
  [{ token: token(60), stored: stored(29) }, 'fetch'],
  [{ token: token(-60), stored: stored(31) }, 'stored'],
  [{ token: token(-60), stored: stored(29) }, 'login'],
  [{ warm: true }, 'warm'],
  [{ warm: true, problem: 'p' }, 'problem'],
  [{ warm: true, setting: 'args' }, 'args'],
  [{ setting: 'args', problem: 'p' }, 'problem'],
  [{ setting: 'off', problem: 'p' }, 'off'],
]

for (const [known, next] of cases) {
  test(`the next step that status shows for ${JSON.stringify(known)}: ${next}`, (t) => {
    const nothing = { setting: '', problem: undefined, warm: false, token: undefined }
    t.is(decideNext({ ...nothing, stored: undefined, nowMs, ...known }), next)
    t.truthy(nextInWords[next])
  })
}
