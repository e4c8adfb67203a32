import test from 'ava'
import { checkPath, type PathFacts, type ToolFacts } from '../../../../lib/doctor/checks/path.ts'
import type { FindingStatus } from '../../../../lib/doctor/finding.ts'

const prefix = '/opt/tfsso'
const shims = `${prefix}/shims`
const isShim: PathFacts['isShim'] = (tool, file) =>
  file === `${shims}/${tool}` || file === `/links/${tool}`
const isOther: PathFacts['isOther'] = (file) => file.startsWith('/other/tfsso/')
const terraform: ToolFacts = {
  tool: 'terraform',
  real: '/usr/bin/terraform',
  problem: '',
  named: undefined,
}
const noTofu: ToolFacts = {
  tool: 'tofu',
  real: undefined,
  problem: "tfsso: there is no tofu on PATH except tfsso's own shim.\n  Install tofu.",
  named: undefined,
}

type View = PathFacts['views'][number]
const see = (
  from: View['from'],
  path: string,
  terraform: string,
  { tofu = '', terragrunt = '' } = {},
): View => ({
  from,
  look: { path, found: { terraform, tofu, terragrunt } },
  ...(from === 'login-shell' ? { shell: '/bin/zsh' } : {}),
})
const check = (views: View[], tools = [terraform, noTofu], facts: Partial<PathFacts> = {}) =>
  checkPath(
    {
      ...{ prefix, directory: '/work', views, isShim, isOther },
      ...{ chosen: tools.map(({ tool }) => tool), hasAuthProvider: false, ...facts },
    },
    tools,
  )

const table: [what: string, view: View, status: FindingStatus, message: RegExp][] = [
  [
    'the shim',
    see('process', `${shims}:/usr/bin`, `${shims}/terraform`),
    'ok',
    /^In this process `terraform` is tfsso's shim\.$/,
  ],
  ['a link to it', see('make', `/links:/usr/bin`, '/links/terraform'), 'ok', /^In make/],
  [
    "another installation's",
    see('process', `/other/tfsso/shims:${shims}`, '/other/tfsso/shims/terraform'),
    'warning',
    /is \/other\/tfsso\/shims\/terraform, which belongs to another installation of tfsso\.$/,
  ],
  [
    'shadowed',
    see('process', `/brew:${shims}`, '/brew/terraform'),
    'broken',
    /is \/brew\/terraform, which comes before tfsso's \/opt\/tfsso\/shims\/terraform on PATH/,
  ],
  [
    'shadowed in a login shell',
    see('login-shell', `/brew:${shims}`, '/brew/terraform'),
    'broken',
    /^In a login shell \(\/bin\/zsh\) .*\/brew\/terraform, which comes before/,
  ],
  [
    'not on PATH',
    see('sh', '/usr/bin', '/usr/bin/terraform'),
    'broken',
    /\/usr\/bin\/terraform: tfsso's \/opt\/tfsso\/shims is not on PATH/,
  ],
  [
    'not on PATH of a login shell',
    see('login-shell', '/usr/bin', '/usr/bin/terraform'),
    'warning',
    /is not on PATH/,
  ],
  [
    'nothing at all',
    see('make', '/bin', ''),
    'broken',
    /there is no `terraform`: neither a real one/,
  ],
  ['relative', see('sh', 'bin', 'bin/terraform'), 'broken', /is \/work\/bin\/terraform/],
  [
    'an alias',
    see('login-shell', shims, "alias terraform='aws-vault exec x -- /usr/bin/terraform'"),
    'broken',
    /`terraform` is an alias/,
  ],
  ['an alias of zsh', see('login-shell', shims, 'alias terraform=tf'), 'broken', /is an alias/],
  ['a function', see('login-shell', shims, 'terraform'), 'broken', /`terraform` is a function/],
  [
    'a shell that hangs',
    {
      from: 'login-shell',
      shell: '/bin/zsh',
      failure: 'did not answer within 10 s, so tfsso ended it',
    },
    'warning',
    /^Your login shell \(SHELL, \/bin\/zsh\) did not answer within 10 s/,
  ],
  [
    'an unknown shell',
    { from: 'login-shell', shell: '/bin/tcsh', failure: 'is not a shell that tfsso knows' },
    'skipped',
    /\/bin\/tcsh\) is not a shell that tfsso knows/,
  ],
  ['no make', { from: 'make', failure: 'was not found' }, 'skipped', /^make was not found/],
]
for (const [what, view, status, message] of table) {
  test(`what a shell finds: ${what}`, (t) => {
    const [finding, ...others] = check([view]).filter(({ check }) => check === view.from)
    t.is(finding?.status, status)
    t.regex(finding?.message ?? '', message)
    if (status === 'broken' || status === 'warning') t.true((finding?.advice.length ?? 0) > 0)
    t.deepEqual(others, [])
  })
}

test('the line that doctor advises to add has the syntax of the shell', (t) => {
  const advice = (shell: string) => {
    const view = { ...see('login-shell', '/usr/bin', '/usr/bin/terraform'), shell }
    return check([view]).at(-1)?.advice.join('\n') ?? ''
  }
  t.regex(advice('/bin/zsh'), /~\/\.zshrc.*:\n\. "\/opt\/tfsso\/env"$/)
  t.regex(advice('/bin/bash'), /~\/\.bashrc.*\.bash_profile.*:\n\. "\/opt\/tfsso\/env"$/)
  t.regex(advice('/usr/bin/fish'), /config\.fish.*:\nsource "\/opt\/tfsso\/env\.fish"$/)
})

test('a tool that is not installed is not a problem', (t) => {
  const [real, none, ...views] = check([
    see('process', shims, `${shims}/terraform`, { tofu: `${shims}/tofu` }),
  ])
  t.is(real?.message, "tfsso's terraform starts /usr/bin/terraform.")
  t.is(none?.status, 'skipped')
  t.is(views.length, 1)
})

test('a missing tool and a wrong TFSSO_TERRAFORM are reported as broken', (t) => {
  const noTerraform = { ...terraform, real: undefined }
  const [neither] = check([see('process', shims, `${shims}/terraform`)], [noTerraform, noTofu])
  t.is(neither?.status, 'broken')
  t.regex(neither?.message ?? '', /no terraform or tofu on PATH/)
  const message = 'there is no program at /x, which TFSSO_TERRAFORM names.'
  const problem = `tfsso: ${message}\n  Correct the variable.`
  const [named] = check([], [{ ...noTerraform, named: '/x', problem }, noTofu])
  t.like(named, { status: 'broken', message, advice: ['Correct the variable.'] })
})

test('a warning if Terragrunt has no shim, or comes before its shim on PATH', (t) => {
  const terragrunt: ToolFacts = { ...terraform, tool: 'terragrunt', real: '/brew/terragrunt' }
  const tools = [terraform, terragrunt]
  const seen = (path: string, found: string) =>
    see('process', path, `${shims}/terraform`, { terragrunt: found })
  const about = (view: View, facts: Partial<PathFacts> = {}) =>
    check([view], tools, facts)
      .filter(({ message }) => /terragrunt/i.test(message))
      .map(({ check, status, message, advice }) => [check, status, message, ...advice])

  const without = seen(`${shims}:/brew`, '/brew/terragrunt')
  t.deepEqual(about(without, { chosen: ['terraform'] }), [
    [
      'terragrunt',
      'warning',
      'Terragrunt has no shim: its own AWS calls get no credentials from tfsso.',
      'To add one: tfsso setup --tools terraform,terragrunt',
    ],
  ])
  t.deepEqual(about(without, { chosen: ['terraform'], hasAuthProvider: true }), [])
  t.deepEqual(check([], [terraform, { ...terragrunt, real: undefined }]).slice(1, 2), [
    {
      check: 'real',
      status: 'skipped',
      subject: 'terragrunt',
      message: 'There is no terragrunt. To remove its shim: tfsso setup --tools terraform',
      advice: [],
    },
  ])

  const first = about(seen(`${shims}:/brew`, `${shims}/terragrunt`))
  t.deepEqual(first, [
    ['real', 'ok', "tfsso's terragrunt starts /brew/terragrunt."],
    ['process', 'ok', "In this process `terragrunt` is tfsso's shim."],
  ])
  const [, second] = about(seen(`/brew:${shims}`, '/brew/terragrunt'))
  t.deepEqual(second?.slice(0, 2), ['process', 'warning'])
  t.regex(second?.[2] ?? '', /is \/brew\/terragrunt, which comes before tfsso's/)
})
