import test from 'ava'
import { noArguments, terraformArguments } from '../../../lib/grant/arguments.ts'
import { argumentVariables } from '../../../lib/grant/command-table.ts'
import type { GivenArguments } from '../../../lib/layout/layer-arguments.ts'
import { commandsOf } from '../../shim/commands.ts'

const varFiles = ['/p/config/common.tfvars', "/it's a/$(place)/a b.tfvars"]
const expected = `-var-file=""'/p/config/common.tfvars' -var-file=""'/it'\\''s a/$(place)/a b.tfvars'`
const plain: GivenArguments = {
  varFiles,
  backendConfig: [],
  missing: [],
  modulesNeedVariables: false,
  encrypted: false,
}

const cases: [
  title: string,
  given: Partial<GivenArguments>,
  arguments_: Partial<typeof noArguments>,
][] = [
  ['each file is one word, in the order given', {}, { varFiles: expected }],
  ['without files there are none', { varFiles: [] }, {}],
  [
    'a backend config',
    { backendConfig: ['/p/back end.tfvars'] },
    { varFiles: expected, backendConfig: `-backend-config=""'/p/back end.tfvars'` },
  ],
  [
    'several backend configs',
    { varFiles: [], backendConfig: ['/p/a', '/p/b'] },
    { backendConfig: `-backend-config=""'/p/a' -backend-config=""'/p/b'` },
  ],
  [
    'missing backend configs are only listed, for a message',
    { varFiles: [], missing: ['/p/x', '/p/y'] },
    { missing: '/p/x, /p/y' },
  ],
  [
    'modules that need variables',
    { modulesNeedVariables: true },
    { varFiles: expected, forModules: expected },
  ],
  [
    'plans that could be encrypted',
    { encrypted: true },
    { varFiles: expected, forPlanFile: expected },
  ],
]
for (const [title, given, arguments_] of cases)
  test(`arguments for terraform: ${title}`, (t) => {
    t.deepEqual(terraformArguments({ ...plain, ...given }), { ...noArguments, ...arguments_ })
  })

test('a run inside a run checks every variable through which a command gets arguments', (t) => {
  const names = (['terraform', 'tofu'] as const)
    .flatMap((tool) => commandsOf(tool))
    .flatMap(({ given }) => given.split(' ')[0] || [])
  t.deepEqual(
    names.filter((name) => !argumentVariables.includes(`TF_CLI_ARGS_${name}`)),
    [],
  )
})
