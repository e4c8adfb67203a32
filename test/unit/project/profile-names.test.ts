import test from 'ava'
import { parseHcl } from '../../../lib/project/hcl.ts'
import type { ModuleFiles, SourceFile } from '../../../lib/project/local-modules.ts'
import { localSources } from '../../../lib/project/local-modules.ts'
import { suffixesOf } from '../../../lib/project/mentions.ts'
import { readProfileNames } from '../../../lib/project/profile-names.ts'

/**
 * Returns what `readProfileNames` finds, and the files in the order in which they were parsed. `/l` is the layer, and
 * `/l/m` is a module. `.tfvars` files in `/config` are var-files. `.tfvars` files in `/l` are the layer's own tfvars
 * files.
 */
async function read(files: Record<string, string>) {
  const parsed: string[] = []
  const sources = (directory: string, pattern: RegExp): SourceFile[] =>
    Object.entries(files)
      .filter(([file]) => file.startsWith(directory) && pattern.test(file.slice(directory.length)))
      .map(([file, text]) => ({ file, text, sha256: '' }))
  const modules = ['/l/', '/l/m/'].map((directory): ModuleFiles => {
    const found = sources(directory, /^[^/]+\.tf(\.json)?$/)
    const calls = found.flatMap(({ file, text }) =>
      localSources(text).map((source): [string, string[]] => [
        new URL(source, `file://${directory}`).pathname,
        [file],
      ]),
    )
    return { directory: directory.slice(0, -1), files: found, calls: new Map(calls) }
  })
  const found = await readProfileNames(
    {
      modules,
      known: new Map([['project', 'bb']]),
      varFiles: sources('/config/', /\.tfvars$/),
      ownTfvars: sources('/l/', /^[^/]+\.tfvars$/),
    },
    async ({ file, text }) => {
      parsed.push(file)
      return file.endsWith('.json') ? JSON.parse(text) : await parseHcl(file, text)
    },
  )
  return { names: [...found.names].sort(), unknown: found.unknown, parsed }
}

const name = 'bb-apps-prd-breakglass'
const locals = `locals {
  acct = "apps-prd"
  role = "breakglass"
  a    = { prd = { profile = "${name}" }, none = {} }
  l    = ["${name}"]
}
variable "given" {}
variable "default" {
  default = "${name}"
}
`
const ways: [what: string, expression: string][] = [
  ['a literal', `"${name}"`],
  ['the project', '"${var.project}-apps-prd-breakglass"'],
  ['spaces in it', '"${ var.project }-apps-prd-breakglass"'],
  ['locals', '"${var.project}-${local.acct}-${local.role}"'],
  ['join', 'join("-", [var.project, "apps-prd", "breakglass"])'],
  ['format', 'format("%s-%s-%s", var.project, local.acct, local.role)'],
  ['lower', 'lower("${var.project}-Apps-Prd-BreakGlass")'],
  ['a variable with a default', 'var.default'],
  ['a variable of a var-file', 'var.given'],
  ['a map', 'local.a.prd.profile'],
  ['a map by a computed key', 'local.a[terraform.workspace].profile'],
  ['a list', 'local.l[0]'],
  ['a list by a computed number', 'local.l[count.index]'],
  ['lookup', 'lookup(local.a["prd"], "profile")'],
  ['lookup with a default', `lookup(local.a["none"], "profile", "${name}")`],
  ['try', 'try(local.a.prd.profile, null)'],
  ['a condition', `var.unknown ? "${name}" : null`],
  ['replace', 'replace("${var.project}/apps-prd/breakglass", "/", "-")'],
  ['parentheses and comments', `( # a\n /* b */ "${name}" )`],
  ['a template in a template', '"${"${var.project}-${"apps-prd"}"}-breakglass"'],
  ['escapes', '"bb\\u002dapps-prd-breakglass"'],
  ['merge', 'merge(local.a, { x = { profile = "${var.project}-apps-prd-breakglass" } }).x.profile'],
  [
    'a for expression',
    '{ for k in ["apps-prd"] : k => "${var.project}-${k}-breakglass" }["apps-prd"]',
  ],
  ['values', 'values({ a = local.l[0] })[0]'],
]

test('many ways to write a profile’s name give the same name', async (t) => {
  for (const [what, expression] of ways) {
    const { names, unknown } = await read({
      '/l/main.tf': `provider "aws" {\n  profile = ${expression}\n}\n`,
      '/l/locals.tf': locals,
      '/config/a.tfvars': 'given = "bb-other-x"',
      '/config/b.tfvars': `given = "${name}"`,
    })
    t.deepEqual({ names, unknown }, { names: [name], unknown: [] }, what)
  }
})

const unknowns: [expression: string, suffixes: string[]][] = [
  ['"${var.project}-${each.key}-devops"', ['devops']],
  ['join("-", [var.project, each.key, "break-glass"])', ['break-glass', 'break', 'glass']],
  ['format("%s-%s-%s", var.project, data.x.y.z, local.role)', ['breakglass']],
  ['lower("${var.project}-${terraform.workspace}-OAAR")', ['OAAR', 'oaar']],
  [
    '"${var.project}-%{ if var.x }shared%{ else }apps%{ endif }-devops"',
    ['shared', 'apps', 'devops'],
  ],
  ['var.nowhere', []],
  ['local.loop', []],
  ['jsondecode(file("x.json")).profile', ['x.json', 'x', 'json']],
  ['file("x") == "y" ? title("a") : null', ['a']],
]

test('if only a run can know a name, the literal texts in its expression are found', async (t) => {
  for (const [expression, suffixes] of unknowns) {
    const { names, unknown } = await read({
      '/l/main.tf': `provider "aws" {\n  profile = ${expression}\n}\nvariable "x" {}\nvariable "nowhere" {}\n`,
      '/l/locals.tf':
        'locals {\n  role = "breakglass"\n  loop = local.pool\n  pool = local.loop\n}\n',
    })
    t.deepEqual(names, [], expression)
    t.is(unknown.length, 1, expression)
    const found = suffixesOf(unknown.flat(), 'bb')
    for (const suffix of suffixes)
      t.true(found.has(suffix), `${expression}: ${suffix} of ${[...found]}`)
  }
})

const deep: [what: string, expression: string][] = [
  ['negations', `${'!'.repeat(2_000)}true`],
  ['conditions', `${'var.x ? "breakglass" : '.repeat(2_000)}null`],
  ['conditions in conditions', `${'var.x ? '.repeat(2_000)}"breakglass"${' : null'.repeat(2_000)}`],
  ['attributes', `var.x${'.y'.repeat(2_000)}`],
  ['locals', 'local.l9000'],
]

test('a name that is too deep in other expressions for the stack is unknown', async (t) => {
  const chain = Array.from({ length: 9_000 }, (_, at) => `  l${at + 1} = local.l${at}\n`).join('')
  for (const [what, expression] of deep) {
    const { names, unknown } = await read({
      '/l/main.tf': `provider "aws" {\n  profile = ${expression}\n}\nvariable "x" {}\n`,
      '/l/locals.tf': `locals {\n  l0 = "breakglass"\n${chain}}\n`,
    })
    t.deepEqual([names, unknown.length], [[], 1], what)
  }
})

const places: [what: string, files: Record<string, string>, names?: string[]][] = [
  ['a backend', { '/l/a.tf': `terraform {\n  backend "s3" {\n    profile = "${name}"\n  }\n}` }],
  [
    'a remote state for each',
    {
      '/l/a.tf': `data "terraform_remote_state" "x" {
  for_each = { for k, v in local.a : k => v if v != null }
  config   = { profile = lookup(each.value, "profile") }
}
locals {
  a = { prd = { profile = "\${var.project}-\${local.acct}-breakglass" } }
}`,
      '/l/b.tf': locals,
    },
  ],
  ['AWS_PROFILE', { '/l/a.tf': `x {\n  environment = { AWS_PROFILE = "${name}" }\n}` }],
  [
    'JSON',
    { '/l/a.tf.json': `{"provider": {"aws": {"profile": "\${var.project}-apps-prd-breakglass"}}}` },
  ],
  [
    'a dynamic block',
    {
      '/l/a.tf': `x "y" {\n  dynamic "b" {\n    for_each = toset(["apps-prd"])\n    content {\n      profile = "bb-\${b.value}-breakglass"\n    }\n  }\n}`,
    },
  ],
  [
    "a module's argument",
    {
      '/l/a.tf':
        'module "m" {\n  source = "./m"\n  aws    = "${var.project}-${local.acct}-${local.role}"\n}',
      '/l/b.tf': locals,
      '/l/m/a.tf': 'provider "aws" {\n  profile = var.aws\n}\nvariable "aws" {}\n',
    },
  ],
  [
    "a module's default",
    {
      '/l/a.tf': 'module "m" {\n  source = "./m"\n}',
      '/l/m/a.tf': `provider "aws" {\n  profile = var.aws\n}\nvariable "aws" {\n  default = "${name}"\n}\n`,
    },
  ],
  [
    "a module's output",
    {
      '/l/a.tf':
        'module "m" {\n  source = "./m"\n}\nprovider "aws" {\n  profile = module.m.it\n}\n',
      '/l/m/a.tf': `output "it" {\n  value = "${name}"\n}\n`,
    },
  ],
  [
    'a map in an expression',
    {
      '/l/a.tf': `locals {\n  a = merge({}, { for k in ["apps-prd"] : k => { profile = "bb-\${k}-breakglass" } })\n}`,
    },
  ],
  [
    "the layer's own tfvars and the default",
    {
      '/l/a.tf': 'variable "p" {\n  default = "b"\n}\nx {\n  profile = var.p\n}',
      '/l/x.tfvars': 'p = "a"',
    },
    ['a', 'b'],
  ],
  [
    'terraform.tfvars instead of the default',
    {
      '/l/a.tf': 'variable "p" {\n  default = "b"\n}\nx {\n  profile = var.p\n}',
      '/l/terraform.tfvars': 'p = "a"',
    },
    ['a'],
  ],
  [
    'the default too, if terraform.tfvars does not set the variable',
    {
      '/l/a.tf': 'variable "p" {\n  default = "b"\n}\nx {\n  profile = var.p\n}',
      '/l/terraform.tfvars': 'q = "p"',
      '/l/x.tfvars': 'p = "a"',
    },
    ['a', 'b'],
  ],
  ['null', { '/l/a.tf': 'x {\n  profile = null\n}' }, []],
  ['another key', { '/l/a.tf': 'x {\n  iam_instance_profile = aws.x.name\n}' }, []],
  [
    'a file for each account',
    {
      '/l/a.tf': 'x {\n  for_each = toset(["a", "b"])\n  profile = "bb-${each.key}-x"\n}',
    },
    ['bb-a-x', 'bb-b-x'],
  ],
]

test('a profile’s name is found in each of these places', async (t) => {
  for (const [what, files, expected = [name]] of places) {
    const { names, unknown } = await read(files)
    t.deepEqual({ names, unknown }, { names: expected, unknown: [] }, what)
  }
})

test('a file is parsed only if it could name a profile, or if it defines a value that a profile’s name uses', async (t) => {
  const { parsed } = await read({
    '/l/a.tf': 'x {\n  profile = local.p\n}',
    '/l/b.tf': 'locals {\n  p = var.q\n}',
    '/l/c.tf': 'variable "q" {}\nvariable "profile" {}',
    '/l/d.tf': 'resource "x" "y" {}',
    '/l/e.tf': 'locals {\n  other = 1\n}',
    '/l/f.tf': 'variable "profile" {}',
    '/l/g.tf': 'variable "profile" {}\nx {\n  profile = "p"\n}',
    '/config/a.tfvars': 'q = "x"',
    '/config/b.tfvars': 'secret = "y"',
  })
  t.deepEqual(parsed, ['/l/a.tf', '/l/g.tf', '/l/b.tf', '/config/a.tfvars', '/l/c.tf'])
})

test('absurd expressions are evaluated in limited time', async (t) => {
  const doubling = Array.from(
    { length: 40 },
    (_, i) => `  a${i + 1} = "\${local.a${i}}\${local.a${i}}"\n`,
  )
  const either = Array.from({ length: 12 }, () => '${var.x ? "a" : "b"}').join('')
  const deep = `${'('.repeat(400)}"x"${')'.repeat(400)}`
  for (const value of [`"${either}"`, deep, 'local.a20', '[for a in [1] : local.a20 ]'])
    await t.notThrowsAsync(() =>
      read({
        '/l/a.tf': `x {\n  profile = ${value}\n}\nlocals {\n  a0 = "x"\n${doubling.join('')}}`,
      }),
    )
})
