import test from 'ava'
import { plain } from '../../../lib/grant/prompt.ts'

for (const [name, shown] of [
  ['apps-prd', 'apps-prd'],
  ['AWSReservedSSO_Dev.Ops+1=@,', 'AWSReservedSSO_Dev.Ops+1=@,'],
  ['a%F{red}b', 'a?F?red?b'],
  ['$(id)', '??id?'],
  ['a b\nc\x1b', 'a?b?c?'],
] as const)
  test(`the prompt shows ${JSON.stringify(name)} as ${shown}`, (t) => t.is(plain(name), shown))
