import test from 'ava'
import { exitCode, misconfigured, Problem, renderProblem } from '../../../lib/text/problem.ts'

test('renderProblem returns the text of a Problem for a person', (t) => {
  const cases: [problem: Problem, text: string][] = [
    [misconfigured('f: a is missing.'), 'tfsso: f: a is missing.'],
    [misconfigured('f: a.', 'Write b.', 'Or c.'), 'tfsso: f: a.\n  Write b.\n  Or c.'],
    // A file's name must not control the terminal or begin a new line.
    [misconfigured('a\tb\nc é ☃'), 'tfsso: a?b?c é ☃'],
    [misconfigured('\x1b[2J\r\x07\x9b31m\x7f', '\x1b]0;x'), 'tfsso: ?[2J???31m?\n  ?]0;x'],
  ]
  for (const [problem, text] of cases) t.is(renderProblem(problem), text)
})

test('a Problem is an Error, and has an exit code', (t) => {
  const problem = new Problem(exitCode.denied, 'no')
  t.true(problem instanceof Error)
  t.is(problem.name, 'Problem')
  t.is(problem.code, 77)
  t.is(misconfigured('x').code, 78)
})

test('tfsso uses no exit code that has a meaning in terraform', (t) => {
  const codes = Object.values(exitCode) as number[]
  for (const theirs of [0, 2]) t.false(codes.includes(theirs))
  t.is(new Set(codes).size, codes.length)
})
