import test from 'ava'
import { exitCode, misconfigured, Problem, renderProblem } from '../../../lib/text/problem.ts'

test('a Problem as text for a person', (t) => {
  const cases: [problem: Problem, text: string][] = [
    [misconfigured('f: a is missing.'), 'tfsso: f: a is missing.'],
    [misconfigured('f: a.', 'Write b.', 'Or c.'), 'tfsso: f: a.\n  Write b.\n  Or c.'],
    // A file's name must not control the terminal, nor begin a line.
    [misconfigured('a\tb\nc é ☃'), 'tfsso: a?b?c é ☃'],
    [misconfigured('\x1b[2J\r\x07\x9b31m\x7f', '\x1b]0;x'), 'tfsso: ?[2J???31m?\n  ?]0;x'],
  ]
  for (const [problem, text] of cases) t.is(renderProblem(problem), text)
})

test('a problem has its exit code and is an error', (t) => {
  const problem = new Problem(exitCode.denied, 'no')
  t.true(problem instanceof Error)
  t.is(problem.name, 'Problem')
  t.is(problem.code, 77)
  t.is(misconfigured('x').code, 78)
})

test("no exit code of tfsso's has a meaning for terraform", (t) => {
  const codes = Object.values(exitCode) as number[]
  for (const theirs of [0, 2]) t.false(codes.includes(theirs))
  t.is(new Set(codes).size, codes.length)
})
