import test from 'ava'
import { select } from '../../../../lib/commands/each/select.ts'
import { isDisabled } from '../../../../lib/layout/layers.ts'
import type { ProjectFacts } from '../../../../lib/layout/layout.ts'

const names = [
  'apps-prd/global/base',
  'apps-prd/us-east-1/databases-mysql --',
  'apps-prd/us-east-1/net',
  'apps-prd2/us-east-1/net',
  'shared/us-east-1/old--/net',
  'shared/us-east-1/vpn [a]',
]
const layers = names.map((name) => ({
  layer: { directory: `/p/${name}`, account: '/p/a', project: '/p' },
  project: {} as ProjectFacts,
  name,
  read: undefined,
  disabled: isDisabled(name),
}))

test('which layers are disabled by their names', (t) => {
  for (const [name, disabled] of [
    ['a/b', false],
    ['a/b --', true],
    ['a/b--', true],
    ['a/b --  ', true],
    ['a --/b', true],
    ['a/b--c', false],
    ['a/-- b', false],
  ] as const)
    t.is(isDisabled(name), disabled, name)
})

for (const [globs, options, expected] of [
  [[], {}, [0, 2, 3, 5]],
  [[], { all: true }, [0, 1, 2, 3, 4, 5]],
  [['apps-prd/*'], {}, [0, 2]],
  [['apps-prd'], {}, [0, 2]],
  [['apps-prd/'], {}, [0, 2]],
  [['apps-prd*'], {}, [0, 2, 3]],
  [['*net'], { all: true }, [2, 3, 4]],
  [['*/n?t'], {}, [2, 3]],
  [['apps-prd/us-east-1/databases-mysql --'], { all: true }, [1]],
  [['apps-prd/us-east-1/databases-mysql --'], {}, []],
  [['shared/us-east-1/vpn [a]'], {}, [5]],
  [['.'], { from: 'apps-prd' }, [0, 2]],
  [['./us-east-1/*'], { from: 'apps-prd' }, [2]],
  [['../shared'], { from: 'apps-prd' }, [5]],
  [['.'], { from: '' }, [0, 2, 3, 5]],
  [['apps-prd/global/base', 'shared'], {}, [0, 5]],
] as [string[], { all?: boolean; from?: string }, number[]][])
  test(`${JSON.stringify(globs)} ${JSON.stringify(options)} select the layers ${expected}`, (t) => {
    const { chosen, unmatched } = select(layers, globs, { all: false, from: '', ...options })
    t.deepEqual(
      chosen.map(({ name }) => names.indexOf(name)),
      expected,
    )
    t.deepEqual(unmatched, [])
  })

test('a glob that matches no layer is reported', (t) => {
  const { unmatched } = select(layers, ['apps-prd', 'apps', 'x*'], { all: false, from: '' })
  t.deepEqual(unmatched, ['apps', 'x*'])
})
