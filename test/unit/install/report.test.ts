import test from 'ava'
import type { Found } from '../../../lib/install/find-tools.ts'
import { type Installed, report } from '../../../lib/install/report.ts'

const real: Found = { tool: 'terraform', first: '/usr/bin/terraform', isShim: false, isThere: true }
const noTofu: Found = { tool: 'tofu', first: undefined, isShim: false, isThere: false }
const base: Installed = {
  prefix: '/p',
  called: 'sh install.sh',
  typedPrefix: undefined,
  modifyPath: false,
  isEdited: false,
  shell: 'bash',
  shellName: 'bash',
  paths: { env: {}, home: '/h', platform: 'linux', exists: () => false },
  searched: '/usr/bin',
  found: [real],
  isTerragruntLeft: false,
  canChoose: true,
}
const onPath = { searched: '/p/shims:/usr/bin' }

const rows: [what: string, change: Partial<Installed>, lines: string[][]][] = [
  [
    'the shims are not on PATH',
    {},
    [
      [
        '`terraform` does not run through tfsso yet. Add this line to /h/.bashrc and open a new shell:',
        '  . "/p/env"',
        'Or let tfsso add it: sh install.sh --modify-path',
      ],
    ],
  ],
  [
    'a prefix that was typed is in the advice',
    { prefix: "/a 'b'", typedPrefix: "a 'b'" },
    [
      [
        '`terraform` does not run through tfsso yet. Add this line to /h/.bashrc and open a new shell:',
        '  . "/a \'b\'/env"',
        "Or let tfsso add it: sh install.sh --modify-path --prefix '/a '\\''b'\\'''",
      ],
    ],
  ],
  [
    'the shim is first on PATH',
    { ...onPath, found: [{ ...real, first: '/p/shims/terraform', isShim: true }] },
    [['`terraform` now runs through tfsso (/p/shims/terraform).']],
  ],
  [
    'a real terraform comes before the shim on PATH',
    { searched: '/usr/bin:/p/shims' },
    [
      [
        '`terraform` is still /usr/bin/terraform: its directory comes before /p/shims on PATH.',
        "Read tfsso's env file later in your shell's startup, after the line that adds /usr/bin:",
        '  . "/p/env"',
      ],
    ],
  ],
  [
    '--modify-path',
    { modifyPath: true, isEdited: true },
    [['`terraform` runs through tfsso in every new shell. In this shell, run:', '  . "/p/env"']],
  ],
  [
    '--modify-path that could not change the file',
    { modifyPath: true, shell: 'fish', shellName: 'fish' },
    [
      [
        '`terraform` does not run through tfsso yet. Add this line to /h/.config/fish/config.fish and open a new shell:',
        '  source "/p/env.fish"',
      ],
    ],
  ],
  [
    '--modify-path under tcsh',
    { modifyPath: true, shell: 'csh', shellName: 'tcsh' },
    [
      [
        '`terraform` does not run through tfsso yet. Add this line to /h/.cshrc and open a new shell:',
        '  set path = ("/p/shims" "/p/bin" $path)',
      ],
    ],
  ],
  [
    'a shell that is not known',
    { modifyPath: true, shell: 'other', shellName: 'nu' },
    [
      [
        '`terraform` does not run through tfsso yet. Put these directories first on PATH in the startup files of nu:',
        '  /p/shims:/p/bin',
      ],
    ],
  ],
  [
    'one tool is missing',
    { ...onPath, called: 'tfsso setup', found: [{ ...real, isShim: true }, noTofu] },
    [
      ['`terraform` now runs through tfsso (/usr/bin/terraform).'],
      [
        "There is no tofu on PATH, so tfsso's shim of that name fails (127) until you install it.",
        'To remove its shim: tfsso setup --tools terraform',
      ],
    ],
  ],
  [
    'two tools are missing',
    {
      ...onPath,
      called: 'tfsso setup',
      found: [{ ...real, isShim: true }, noTofu, { ...noTofu, tool: 'terragrunt' }],
    },
    [
      ['`terraform` now runs through tfsso (/usr/bin/terraform).'],
      [
        "There is no tofu and no terragrunt on PATH, so tfsso's shims of these names fail (127) until you install them.",
        'To remove their shims: tfsso setup --tools terraform',
      ],
    ],
  ],
  [
    'only tofu',
    {
      modifyPath: true,
      isEdited: true,
      found: [
        { ...real, first: undefined, isThere: false },
        { ...noTofu, first: '/usr/bin/tofu', isThere: true },
      ],
    },
    [
      ['`tofu` runs through tfsso in every new shell. In this shell, run:', '  . "/p/env"'],
      [
        "There is no terraform on PATH, so tfsso's shim of that name fails (127) until you install it.",
        'To remove its shim: sh install.sh --tools tofu',
      ],
    ],
  ],
  [
    'Terragrunt was installed later',
    {
      ...onPath,
      found: [{ ...real, first: '/p/shims/terraform', isShim: true }],
      isTerragruntLeft: true,
    },
    [
      ['`terraform` now runs through tfsso (/p/shims/terraform).'],
      [
        'Terragrunt is on PATH, but has no shim: its own AWS calls get no credentials from tfsso (docs/terragrunt.md).',
        'To add one: sh install.sh --tools terraform,terragrunt',
      ],
    ],
  ],
]

for (const [what, change, lines] of rows) {
  test(`the report: ${what}`, (t) => {
    t.deepEqual(report({ ...base, ...change }), lines)
  })
}

test('the report if there is no tool at all', (t) => {
  const found = [{ ...real, first: undefined, isThere: false }, noTofu]
  const [, [first = '', ...more] = []] = report({ ...base, found })
  t.regex(first, /^Note: there is no terraform and no tofu on PATH/)
  t.true(more.some((line) => line.includes('TFSSO_TERRAFORM=/path/to/terraform or TFSSO_TOFU=')))
})
