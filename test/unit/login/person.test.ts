import test from 'ava'
import { whyNobodyIsThere } from '../../../lib/login/person.ts'

for (const [env, terminal, expected] of [
  [{}, true, undefined],
  [{}, false, /terminal/],
  [{ CI: 'true' }, true, /CI is set/],
  [{ CI: '1' }, true, /CI is set/],
  [{ CI: '' }, true, undefined],
  [{ CI: 'false' }, true, undefined],
  [{ CI: '0' }, true, undefined],
  [{ TF_IN_AUTOMATION: '1' }, true, /TF_IN_AUTOMATION/],
  [{ TF_IN_AUTOMATION: 'anything' }, true, /TF_IN_AUTOMATION/],
  [{ TF_IN_AUTOMATION: '' }, true, undefined],
  [{ TF_INPUT: '0' }, true, /TF_INPUT/],
  [{ TF_INPUT: 'false' }, true, /TF_INPUT/],
  [{ TF_INPUT: 'False' }, true, /TF_INPUT/],
  [{ TF_INPUT: '1' }, true, undefined],
  [{ TF_INPUT: '' }, true, undefined],
] as const) {
  test(`${JSON.stringify(env)}, ${terminal ? 'a' : 'no'} terminal: ${expected ?? 'a person'}`, (t) => {
    const why = whyNobodyIsThere(env, terminal)
    if (expected) t.regex(why ?? '', expected)
    else t.is(why, undefined)
  })
}
