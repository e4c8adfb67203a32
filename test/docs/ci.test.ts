import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import anyTest, { type ExecutionContext } from 'ava'
import { parse } from 'yaml'
import { giveJob } from '../rig/job.ts'
import { write } from '../rig/project.ts'
import { needsTerraform as test } from '../rig/terraform.ts'
import { makeWorld, type World } from '../rig/world.ts'
import { fencedBlocks } from './fenced.ts'

const page = 'docs/ci.md'
const yaml = fencedBlocks(page, 'yaml').map((text) => ({ text, value: parse(text) }))

/** Returns the page's only YAML block with this key at its top level. */
function yamlWith(key: string) {
  const found = yaml.filter(({ value }) => key in value)
  if (found.length !== 1 || !found[0]) throw new Error(`${page} has no single block with ${key}`)
  return found[0]
}

const job = '999999999999'
const [prd, shared] = ['222222222222', '111111111111']

/** A world in which the page's role exists in two accounts, and the variables of a job that may assume it. */
async function jobWorld(t: ExecutionContext<unknown>) {
  const roles = [prd, shared].map((id) => `arn:aws:iam::${id}:role/ci/terraform`)
  const world = await makeWorld(t, { assumableRoles: roles })
  world.useRealTerraform()
  // Leave out TFSSO: the page's own lines set it to args.
  const { TFSSO, ...env } = await giveJob(t, world, job, 'environment')
  return { world, env }
}

/** `shell` is `bash -e` on GitHub, and `sh` in Atlantis. Returns stdout without colors. */
async function runStep(
  t: ExecutionContext<unknown>,
  world: World,
  shell: string[],
  line: string,
  options: { cwd: string; env: Record<string, string> },
) {
  const [file = '', ...args] = shell
  const { exitCode, stdout, stderr } = await world.run(file, [...args, '-c', line], options)
  t.is(exitCode, 0, `${line}\n${stdout}${stderr}`)
  return stripVTControlCharacters(stdout)
}

interface Step {
  uses?: string
  run?: string
  'working-directory'?: string
  with?: Record<string, unknown>
}

anyTest('GitHub: permissions only for OIDC, and actions pinned to commits', (t) => {
  const { text, value } = yamlWith('jobs')
  const { plan } = value.jobs
  t.deepEqual(value.permissions, {})
  t.deepEqual(plan.permissions, { contents: 'read', 'id-token': 'write' })
  const uses = (plan.steps as Step[]).flatMap((step) => step.uses ?? [])
  t.deepEqual(
    uses.map((name) => name.split('@')[0]),
    ['actions/checkout', 'aws-actions/configure-aws-credentials', 'hashicorp/setup-terraform'],
  )
  for (const name of uses) {
    t.regex(name, /@[0-9a-f]{40}$/)
    t.regex(text, new RegExp(`${name} # v\\d+\\.\\d+\\.\\d+\\n`))
  }
  const configure = (plan.steps as Step[]).find(({ uses }) => uses?.startsWith('aws-actions/'))
  t.regex(String(configure?.with?.['role-to-assume']), /^arn:aws:iam::\d{12}:role\//)
})

test("GitHub: the workflow's steps plan both layers, each as the role of its account", async (t) => {
  const { world, env } = await jobWorld(t)
  const { plan } = yamlWith('jobs').value.jobs
  const steps = (plan.steps as Step[]).filter(({ run }) => run?.startsWith('terraform '))
  t.is(steps.length, 2)
  for (const layer of plan.strategy.matrix.layer as string[]) {
    world.layer(layer)
    for (const step of steps) {
      t.is(step['working-directory'], '${{ matrix.layer }}')
      const stdout = await runStep(t, world, ['bash', '-e'], step.run ?? '', {
        cwd: path.join(world.project, layer),
        env: { ...env, ...plan.env },
      })
      if (step.run?.includes(' plan')) t.regex(stdout, /Plan: 1 to add/)
    }
  }
  const roles = world.emulator.calls.flatMap(({ bucket, accountId, role }) =>
    bucket ? `${bucket} ${accountId} ${role}` : [],
  )
  t.deepEqual([...new Set(roles)].sort(), [
    `bb-apps-prd-terraform-backend ${prd} terraform`,
    `bb-shared-terraform-backend ${shared} terraform`,
  ])
})

anyTest('GitHub: the trust policies are JSON, and name who may assume the role', (t) => {
  const [role, jobRole, ...rest] = fencedBlocks(page, 'json').map((text) => JSON.parse(text))
  t.deepEqual(rest, [])
  const { plan } = yamlWith('jobs').value.jobs
  const configure = (plan.steps as Step[]).find(({ uses }) => uses?.startsWith('aws-actions/'))
  t.is(role.Statement[0].Principal.AWS, configure?.with?.['role-to-assume'])
  t.is(role.Statement[0].Action, 'sts:AssumeRole')
  t.is(jobRole.Statement[0].Action, 'sts:AssumeRoleWithWebIdentity')
  t.deepEqual(Object.keys(jobRole.Statement[0].Condition), ['StringEquals', 'StringLike'])
})

test('make: `TERRAFORM ?= terraform` starts terraform, and `make TERRAFORM=…` starts another program instead', async (t) => {
  const world = await makeWorld(t)
  world.useRealTerraform()
  const layers = ['apps-prd/us-east-1/net', 'shared/us-east-1/net']
  for (const layer of layers) world.layer(layer)
  write(path.join(world.project, 'Makefile'), fencedBlocks(page, 'make').join('\n'))
  // None of these commands needs credentials.
  const plain = await world.run('make', ['-j2', 'validate'])
  t.is(plain.exitCode, 0, plain.stderr)
  t.is(
    stripVTControlCharacters(plain.stdout).match(/Success! The configuration is valid/g)?.length,
    layers.length,
  )
  const other = await world.run('make', ['-s', 'validate', 'TERRAFORM=echo other'])
  t.is(other.exitCode, 0, other.stderr)
  t.regex(other.stdout, /^other -chdir=\S+\/net init -backend=false -input=false$/m)
  t.is(world.emulator.calls.length, 0)
})

test('pre-commit: the command lines of its hooks print exactly what they print without tfsso', async (t) => {
  const { repos } = yamlWith('repos').value
  t.deepEqual(
    repos[0].hooks.map(({ id }: { id: string }) => id),
    ['terraform_fmt', 'terraform_validate'],
  )
  const world = await makeWorld(t)
  world.useRealTerraform()
  const cwd = world.layer('apps-prd/us-east-1/net')
  const real = (await world.tfsso(['which'])).stdout.trim()
  // The hooks terraform_fmt.sh and terraform_validate.sh run these commands. The hook terraform_validate.sh gives jq
  // both stdout and stderr of `validate -json`.
  for (const line of [
    'fmt -no-color',
    'validate -no-color',
    'init -backend=false -input=false -no-color',
    'validate -json 2>&1',
  ]) {
    const run = async (terraform: string) => {
      fs.rmSync(path.join(cwd, '.terraform.lock.hcl'), { force: true })
      const { exitCode, stdout, stderr } = await world.run(
        'bash',
        ['-c', `'${terraform}' ${line}`],
        { cwd },
      )
      return { exitCode, stdout, stderr }
    }
    t.deepEqual(await run(`${world.prefix}/shims/terraform`), await run(real), line)
  }
  const { stdout } = await world.terraform(['validate', '-json'], { cwd })
  t.true(JSON.parse(stdout).valid)
  t.is(world.emulator.calls.length, 0)
})

test('Atlantis: each of its projects is planned and applied as the role of its account', async (t) => {
  const { world, env } = await jobWorld(t)
  const { version, projects, workflows } = yamlWith('workflows').value
  t.is(version, 3)
  for (const { dir, workflow } of projects) {
    const cwd = world.layer(dir)
    const planFile = path.join(world.root, 'default.tfplan')
    for (const stage of ['plan', 'apply']) {
      let given: Record<string, string> = { ...env, PLANFILE: planFile, TF_IN_AUTOMATION: 'true' }
      for (const step of workflows[workflow][stage].steps) {
        if (step.env) given = { ...given, [step.env.name]: step.env.value }
        else await runStep(t, world, ['sh'], step.run, { cwd, env: given })
      }
    }
  }
  t.deepEqual(
    world.emulator.objects.map(({ bucket, accountId, role }) => [bucket, accountId, role]),
    [
      ['bb-apps-prd-terraform-backend', prd, 'terraform'],
      ['bb-shared-terraform-backend', shared, 'terraform'],
    ],
  )
})

anyTest('every fenced block of the page is covered by a test', (t) => {
  t.deepEqual(fencedBlocks(page, 'sh').length, 1, 'config/install-tfsso.sh, in editors.test.ts')
  t.is(fencedBlocks(page, 'make').length, 1)
  t.is(yaml.length, 3)
  t.is(fencedBlocks(page).length, 1 + 1 + 3 + 2)
  execFileSync('sh', ['-n'], { input: fencedBlocks(page, 'sh').join('') })
})
