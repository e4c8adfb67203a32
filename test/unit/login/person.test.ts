import test from 'ava'
import { whyLoginIsRefused, whyNobodyIsThere } from '../../../lib/login/person.ts'

for (const [env, terminal, expected] of [
  [{}, true, undefined],
  [{}, false, /terminal/],
  [{ CI: 'true' }, true, /CI is set/],
  [{ CI: '1' }, true, /CI is set/],
  [{ CI: '' }, true, undefined],
  [{ CI: 'false' }, true, undefined],
  [{ CI: '0' }, true, undefined],
  [{ CI: 'FALSE' }, true, undefined],
  [{ CI: 'no' }, true, undefined],
  [{ CI: 'Off' }, true, undefined],
  [{ CI: 'none' }, true, /CI is set/],
  [{ TF_IN_AUTOMATION: '1' }, true, /TF_IN_AUTOMATION/],
  [{ TF_IN_AUTOMATION: 'anything' }, true, /TF_IN_AUTOMATION/],
  [{ TF_IN_AUTOMATION: '' }, true, undefined],
  [{ TF_INPUT: '0' }, true, /TF_INPUT/],
  [{ TF_INPUT: 'false' }, true, /TF_INPUT/],
  [{ TF_INPUT: 'False' }, true, /TF_INPUT/],
  [{ TF_INPUT: '1' }, true, undefined],
  [{ TF_INPUT: '' }, true, undefined],
] as const) {
  test(`${JSON.stringify(env)}, ${terminal ? 'a' : 'no'} terminal: ${expected ?? 'somebody can be asked'}`, (t) => {
    const why = whyNobodyIsThere(env, terminal)
    if (expected) t.regex(why ?? '', expected)
    else t.is(why, undefined)
  })
}

for (const [env, expected] of [
  [{}, undefined],
  [{ TF_IN_AUTOMATION: '1', TF_INPUT: '0' }, undefined],
  [{ CI: 'false' }, undefined],
  [{ CI: 'true' }, 'CI is set'],
  [{ TFSSO_LOGIN: 'never' }, 'TFSSO_LOGIN is never'],
  [{ TFSSO_LOGIN: 'device' }, undefined],
] as const) {
  test(`tfsso login with ${JSON.stringify(env)}: ${expected ?? 'logs in'}`, (t) => {
    t.is(whyLoginIsRefused(env), expected)
  })
}
