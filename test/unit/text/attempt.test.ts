import test from 'ava'
import { asProblem, attempt, attemptOrNothing } from '../../../lib/text/attempt.ts'
import { misconfigured } from '../../../lib/text/problem.ts'

const problem = misconfigured('f: a is missing.')
const fail = (error: Error) => () => {
  throw error
}

test('if a function throws a Problem, attempt returns the Problem, and attemptOrNothing returns undefined', (t) => {
  t.is(
    attempt(() => 1),
    1,
  )
  t.is(attempt(fail(problem)), problem)
  t.is(
    attemptOrNothing(() => 1),
    1,
  )
  t.is(attemptOrNothing(fail(problem)), undefined)
})

test('a bug is thrown again unchanged', (t) => {
  const bug = new TypeError('x')
  for (const run of [attempt, attemptOrNothing])
    t.is(
      t.throws(() => run(fail(bug))),
      bug,
    )
  t.is(
    t.throws(() => asProblem(bug)),
    bug,
  )
})
