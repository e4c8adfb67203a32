import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { changedFiles, findTop } from '../../../../lib/commands/each/changed.ts'
import { isTouched, partsOf } from '../../../../lib/commands/each/parts.ts'
import { requireProject } from '../../../../lib/layout/find.ts'
import { listLayers } from '../../../../lib/layout/layers.ts'
import { temporary } from '../../../rig/install.ts'
import { defaultAccounts, write, writeLayer, writeProject } from '../../../rig/project.ts'
import { ssoBlock } from '../../../rig/repository.ts'

const module = (source: string) => `module "m" {\n  source = "${source}"\n}\n`

function emptyRepository() {
  const top = temporary('tfsso git-')
  const git = (...args: string[]) =>
    execFileSync(
      'git',
      ['-C', top, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args],
      {
        env: { PATH: process.env.PATH ?? '', HOME: top, GIT_CONFIG_NOSYSTEM: '1' },
        stdio: 'pipe',
      },
    )
  git('init', '-q', '-b', 'main')
  return { top, git }
}

function makeRepository() {
  const { top, git } = emptyRepository()
  const root = path.join(top, 'le project')
  writeProject(root, defaultAccounts)
  writeLayer(root, 'apps-prd/us-east-1/net --', module('../../../../modules/a b'))
  writeLayer(root, 'apps-prd/us-east-1/base')
  writeLayer(root, 'shared/base')
  write(path.join(root, 'shared/base/sub/main.tf'), '')
  write(path.join(top, 'modules/a b/main.tf'), module('../c'))
  write(path.join(top, 'modules/c/x.tmpl'), '')
  write(path.join(root, 'shared/config/extra.tfvars'), '')
  git('add', '.')
  git('commit', '-qm', 'first')
  git('checkout', '-qb', 'work')
  return { top, root, git }
}

async function changedLayers(root: string, base = '') {
  const found = requireProject(root)
  const top = await findTop(root)
  const changed = await changedFiles(top, base)
  return (await listLayers(found))
    .filter((layer) => isTouched(partsOf(layer, found.layout, top), changed))
    .map(({ name }) => name)
}

const net = 'apps-prd/us-east-1/net --'
const base = 'apps-prd/us-east-1/base'
const shared = ['shared/base', 'shared/base/sub']

for (const [what, file, expected] of [
  ['nothing', undefined, []],
  ['a file of a layer', `le project/${base}/main.tf`, [base]],
  ['a new file, not committed', `le project/${base}/ü x.json`, [base]],
  ["a module's module", 'modules/c/x.tmpl', [net]],
  ["an account's tfvars", 'le project/apps-prd/config/account.tfvars', [base, net]],
  ["the project's tfvars", 'le project/config/common.tfvars', [base, net, ...shared]],
  ['the target of a link', 'le project/config/common-variables.tf', [base, net, 'shared/base']],
  ['another file', 'README.md', []],
] as const)
  test(`the changed layers if this changes: ${what}`, async (t) => {
    const { top, root, git } = makeRepository()
    if (file) fs.appendFileSync(write(path.join(top, file), ''), '# changed\n')
    t.deepEqual(await changedLayers(root), expected)
    git('add', '.')
    if (file) git('commit', '-qm', 'second')
    t.deepEqual(await changedLayers(root), expected, 'committed')
    t.deepEqual(await changedLayers(root, 'HEAD'), [], 'since then')
  })

/**
 * Four layers that use files through links. `links`: the path of each link, and its target, both relative to the
 * repository's top.
 */
function makeLinks() {
  const { top, git } = emptyRepository()
  const root = path.join(top, 'le project')
  const links = {
    'le project/shared/directory/templates': 'common/templates',
    'common/templates/inner.tpl': 'common/inner.tpl',
    'le project/shared/file/templates/a.tpl': 'common/hop.tpl',
    'common/hop.tpl': 'common/file.tpl',
    'le project/shared/modules': 'common/modules',
    'le project/security/config/linked.tfvars': 'common/linked.tfvars',
  }
  const names = ['templates/a.tpl', 'inner.tpl', 'file.tpl', 'modules/vpc/templates/u.tpl']
  for (const name of [...names, 'linked.tfvars']) write(path.join(top, 'common', name), '')
  writeProject(root, defaultAccounts)
  writeLayer(root, 'shared/directory')
  writeLayer(root, 'shared/file')
  writeLayer(root, 'shared/module', module('../modules/vpc'))
  writeLayer(root, 'security/base')
  for (const [name, target] of Object.entries(links)) {
    const at = path.dirname(path.join(top, name))
    fs.mkdirSync(at, { recursive: true })
    fs.symlinkSync(path.relative(at, path.join(top, target)), path.join(top, name))
  }
  git('add', '.')
  git('commit', '-qm', 'first')
  git('checkout', '-qb', 'work')
  return { top, root }
}

for (const [what, file, expected] of [
  ['a file in a linked directory', 'common/templates/a.tpl', 'shared/directory'],
  ['a linked directory', 'le project/shared/directory/templates', 'shared/directory'],
  ['the target of a link in a linked directory', 'common/inner.tpl', 'shared/directory'],
  ['the target of a link below a layer', 'common/file.tpl', 'shared/file'],
  ['a link to which a link leads', 'common/hop.tpl', 'shared/file'],
  ['a file of a module behind a link', 'common/modules/vpc/templates/u.tpl', 'shared/module'],
  ['a link on the way to a module', 'le project/shared/modules', 'shared/module'],
] as const)
  test(`the changed layers if this is deleted, then new: ${what}`, async (t) => {
    const { top, root } = makeLinks()
    t.deepEqual(await changedLayers(root), [])
    fs.rmSync(path.join(top, file))
    t.deepEqual(await changedLayers(root), [expected])
    write(path.join(top, file), 'new')
    t.deepEqual(await changedLayers(root), [expected])
  })

test('the target of a linked var-file changes the layers that use it', async (t) => {
  const { top, root } = makeLinks()
  fs.appendFileSync(path.join(top, 'common/linked.tfvars'), '# changed\n')
  t.deepEqual(await changedLayers(root), ['security/base'])
})

/** A project whose modules are in a submodule, `infra/modules`. */
function makeSubmodule() {
  const { top, git } = emptyRepository()
  const root = path.join(top, 'infra')
  writeProject(root, defaultAccounts)
  writeLayer(root, base, module('../../../modules/vpc'))
  writeLayer(root, 'shared/base')
  write(path.join(root, 'modules/vpc/main.tf'), '')
  const inside = (...args: string[]) => git('-C', 'infra/modules', ...args)
  inside('init', '-q')
  inside('add', '.')
  inside('commit', '-qm', 'first')
  return { root, git, inside, file: path.join(root, 'modules/vpc/main.tf') }
}

test('a changed submodule changes the layers whose modules it contains', async (t) => {
  const { root, git, inside, file } = makeSubmodule()
  git('add', '.')
  git('commit', '-qm', 'first')
  git('checkout', '-qb', 'work')
  git('config', 'diff.ignoreSubmodules', 'all')
  t.deepEqual(await changedLayers(root), [])
  fs.appendFileSync(file, '# changed\n')
  t.deepEqual(await changedLayers(root), [base])
  inside('commit', '-qam', 'second')
  git('config', 'diff.ignoreSubmodules', 'none')
  git('commit', '-qam', 'second')
  git('config', 'diff.ignoreSubmodules', 'all')
  t.deepEqual(await changedLayers(root), [base], 'committed')
})

test('a new repository inside the repository changes the layers whose modules it contains', async (t) => {
  const { root, git } = makeSubmodule()
  git('add', 'infra/config', 'infra/apps-prd', 'infra/shared')
  git('commit', '-qm', 'first')
  t.deepEqual(await changedLayers(root), [base])
})

test('a var-file that is moved away changes the layers that used it', async (t) => {
  const { root, git } = makeRepository()
  git('mv', 'le project/shared/config/extra.tfvars', 'le project/elsewhere.tfvars')
  t.deepEqual(await changedLayers(root), shared)
})

test('a var-file or backend config that is deleted changes the layers of a tfsso.hcl', async (t) => {
  const { top, git } = emptyRepository()
  const account = (name: string, id: string) =>
    `account "${name}" {\n  id = "${id}"\n  role = "R"\n  paths = ["${name}"]\n}\n`
  const args = 'var_files = ["x/${account}.json"]\nbackend_config = ["x/${account}.hcl"]\n'
  const accounts = account('prod', '222222222222') + account('dev', '111111111111')
  write(path.join(top, 'tfsso.hcl'), ssoBlock('acme') + accounts + args)
  for (const name of ['prod/main.tf', 'dev/main.tf', 'x/prod.json', 'x/dev.hcl'])
    write(path.join(top, name), '')
  git('add', '.')
  git('commit', '-qm', 'first')
  t.deepEqual(await changedLayers(top), [])
  fs.rmSync(path.join(top, 'x/prod.json'))
  t.deepEqual(await changedLayers(top), ['prod'])
  fs.rmSync(path.join(top, 'x/dev.hcl'))
  t.deepEqual(await changedLayers(top), ['dev', 'prod'])
})

test('later commits on the default branch do not count as changes of this branch', async (t) => {
  const { top, root, git } = makeRepository()
  git('checkout', '-q', 'main')
  write(path.join(top, `le project/${base}/main.tf`), '# theirs\n')
  git('commit', '-qam', 'theirs')
  git('checkout', '-q', 'work')
  t.deepEqual(await changedLayers(root), [])
})

/** Changes this process's variables during `run`. So tests that use this function must be serial. */
async function withVariables<T>(variables: Record<string, string>, run: () => Promise<T>) {
  const before = { ...process.env }
  Object.assign(process.env, variables)
  try {
    return await run()
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name]
    Object.assign(process.env, before)
  }
}

test.serial('in a git hook, only the layers that have changed are selected', async (t) => {
  const { top, root, git } = makeRepository()
  fs.appendFileSync(path.join(root, base, 'main.tf'), '# changed\n')
  const hook = {
    GIT_DIR: path.join(top, '.git'),
    GIT_INDEX_FILE: path.join(top, '.git/no-index'),
    GIT_PREFIX: '',
  }
  t.deepEqual(await withVariables(hook, () => changedLayers(root)), [base])
  git('commit', '-qam', 'second')
  t.deepEqual(await withVariables(hook, () => changedLayers(root)), [base])
})

test.serial("if git refuses the repository, the message has git's reason", async (t) => {
  const { root } = makeRepository()
  const refused = { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1', LC_ALL: 'C' }
  await withVariables(refused, () =>
    t.throwsAsync(findTop(root), {
      message: /^--changed needs git, but git fails in .*: fatal: (detected dubious|unsafe repo)/,
    }),
  )
})

test.serial('without git, there is a message', async (t) => {
  const { root } = makeRepository()
  await withVariables({ PATH: root }, () =>
    t.throwsAsync(findTop(root), { message: '--changed needs git, and git is not on PATH.' }),
  )
})

test('git can find the revision to compare with in each of its ways', async (t) => {
  const { root, git } = makeRepository()
  git('tag', '-am', 'annotated', 'v1')
  fs.appendFileSync(path.join(root, base, 'main.tf'), '# changed\n')
  git('commit', '-qam', 'second')
  for (const revision of ['main', 'v1', 'HEAD~1', '@{-1}', ':/first', ':/^fi', 'main^{/first}'])
    t.deepEqual(await changedLayers(root, revision), [base], revision)
})

test('outside a repository, and with an unknown revision, there is a message', async (t) => {
  const { root, git } = makeRepository()
  for (const revision of ['nowhere', '--output=x', '--all', `${'0'.repeat(39)}1`, 'main^{tree}'])
    await t.throwsAsync(
      changedFiles(root, revision),
      { message: /^git finds no common ancestor of \S+ and this branch: (fatal|error): .*/ },
      revision,
    )
  git('checkout', '-q', '--orphan', 'other')
  await t.throwsAsync(changedFiles(root, 'main'), { message: /: fatal: .*\bHEAD$/ })
  git('commit', '-qm', 'unrelated')
  await t.throwsAsync(changedFiles(root, 'main'), {
    message: 'git finds no common ancestor of main and this branch.',
  })
  await t.throwsAsync(findTop(temporary('tfsso plain-')), {
    message: /^--changed needs git, but git fails in .*: fatal: not a git repository/,
  })
})
