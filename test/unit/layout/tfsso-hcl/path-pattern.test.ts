import test from 'ava'
import { expandBraces, findFit, fitsName } from '../../../../lib/layout/tfsso-hcl/path-pattern.ts'

/** Each row: pattern, directory → the depth of the match, and its number of literal characters; undefined: no match. */
const places: [string, string, [number, number] | undefined][] = [
  ['envs/prod', 'envs/prod', [2, 9]],
  ['envs/prod', 'envs/prod/network', [2, 9]],
  ['envs/prod', 'envs', undefined],
  ['envs/prod', 'envs/production', undefined],
  ['envs/prod', 'a/envs/prod', undefined],
  ['.', '', [0, 0]],
  ['.', 'anything/below', [0, 0]],
  ['*', 'prod/network', [1, 0]],
  ['*', '.hidden', [1, 0]],
  ['*', '', undefined],
  ['live/*', 'live/prod/eu/app', [2, 5]],
  ['live/*/app', 'live/prod/app/x', [3, 9]],
  ['live/*/app', 'live/prod/eu/app', undefined],
  ['envs/{dev,test}', 'envs/dev/a', [2, 8]],
  ['envs/{dev,test}', 'envs/test', [2, 9]],
  ['envs/{dev,test}', 'envs/prod', undefined],
  ['{a,b/c}/d', 'b/c/d', [3, 5]],
  ['**/prod', 'prod', [1, 5]],
  ['**/prod', 'a/b/prod/c/prod', [3, 5]],
  ['live/**/prod', 'live/prod', [2, 10]],
  ['live/**/prod', 'live/eu/west/prod/app', [4, 10]],
  ['live/**/prod', 'live/eu/west', undefined],
  ['**/*-prd', 'org/apps-prd/x', [2, 5]],
  ['a*b*c', 'aXbYc', [1, 3]],
  ['a*b*c', 'abbc', [1, 3]],
  ['a*b*c', 'acb', undefined],
  ['ab*ba', 'aba', undefined],
  ['*aab', 'aaaab', [1, 3]],
  ['stacks with space/x', 'stacks with space/x', [2, 19]],
  ['live/QA', 'live/qa', undefined],
  ['a{,b}', 'ab', [1, 2]],
  ['a{b', 'a{b', [1, 3]],
  ['{a,{b,c}d}', 'cd', [1, 2]],
  // The alternative with the most literal characters counts.
  ['envs/{*,prod}', 'envs/prod', [2, 9]],
]

for (const [pattern, directory, expected] of places)
  test(`how the pattern ${pattern} matches the path ${directory || '(empty)'}`, (t) => {
    const place = findFit(pattern, directory)
    t.deepEqual(place && [place.depth, place.literal], expected)
  })

test('which names match a pattern', (t) => {
  t.true(fitsName('*-production', 'shop-production'))
  t.true(fitsName('{a,b}-x', 'b-x'))
  t.false(fitsName('*-production', 'shop-production-2'))
  t.true(fitsName('*', ''))
  t.true(fitsName('a/*', 'a/b/c'))
})

test('many braces and stars are matched quickly', (t) => {
  t.true(expandBraces('{a,b}'.repeat(30)).length <= 1002)
  t.false(fitsName('*a'.repeat(200), 'a'.repeat(199)))
  t.is(findFit(`${'**/'.repeat(60)}x`, `${'a/'.repeat(200)}y`), undefined)
})
