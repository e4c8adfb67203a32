import fs from 'node:fs'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { readConfig } from '../rig/aws-config.ts'
import { asSettings, issueKeys, writeAwsFile } from '../rig/own-keys.ts'
import { write } from '../rig/project.ts'
import { runInTurn } from '../rig/run-in-turn.ts'
import { coldAndWarm, shells } from '../rig/shells.ts'
import { makeWorld, type World } from '../rig/world.ts'
import { runInside } from './run-inside.ts'

const keys = { AWS_ACCESS_KEY_ID: 'AKIAJOB', AWS_SECRET_ACCESS_KEY: 'secret of the job' }
const job = { TFSSO: 'args', TFSSO_CI_ROLE: 'ci/terraform', ...keys }
/** With this variable, node can't start. */
const broken = { TFSSO_NODE_OPTIONS: '--no-such-option' }

async function jobLayer(t: ExecutionContext<unknown>): Promise<{ world: World; cwd: string }> {
  const world = await makeWorld(t)
  return { world, cwd: world.layer('apps-prd/us-east-1/net', '# profile = "bb-shared-devops"\n') }
}

const config = (world: World) => readConfig(world.lastStart().env.AWS_CONFIG_FILE)
const settings = (world: World, name: string) => config(world).get(`profile ${name}`)

test("a job's run gets arguments and an AWS config, and nothing else, in every shell", async (t) => {
  const { world, cwd } = await jobLayer(t)
  // These are hard to pass through sh unchanged.
  const odd = { AWS_PROFILE: 'a $(b) "c"|\'d\'', AWS_ROLE_SESSION_NAME: '*', AWS_ROLE_ARN: '\\' }
  const env = { ...job, ...odd, AWS_DEFAULT_PROFILE: 'x', AWS_EC2_METADATA_DISABLED: 'false' }
  // The job's keys have changed, but the grants stay good.
  const warm = { ...env, ...broken, AWS_ACCESS_KEY_ID: 'AKIANEW', AWS_SESSION_TOKEN: 'new' }
  const runs = coldAndWarm(0).flatMap((shell, i) => {
    const own = i === 0 ? env : warm
    const run = { args: ['plan'], cwd, shell, own }
    return [
      { ...run, env: { ...own, TFSSO_CI_ROLE: undefined } },
      { ...run, env: own },
    ]
  })
  const ran = await runInTurn(world, runs)
  const changing = (env: Record<string, string>) => {
    const { TFSSO_TRIED, STANDIN_STARTS, ...rest } = env
    return rest
  }
  let first: string | undefined
  for (const [i, { shell, exitCode, stderr, stdout, env }] of ran.entries()) {
    t.deepEqual([exitCode, stderr, stdout], [0, '', ''], shell[0])
    if (i % 2 === 0) continue
    const { AWS_CONFIG_FILE = '', TFSSO_GIVEN_AWS_CONFIG_FILE, ...rest } = changing(env)
    const bare = changing(ran[i - 1]?.env ?? {})
    t.deepEqual(rest, { ...bare, TFSSO_CI_ROLE: job.TFSSO_CI_ROLE }, shell[0])
    first ??= AWS_CONFIG_FILE
    t.is(AWS_CONFIG_FILE, first)
  }
  t.is(fs.statSync(first ?? '').mode & 0o777, 0o600)
  const given = readConfig(first)
  t.deepEqual(given.get('profile bb-shared-devops'), {
    role_arn: 'arn:aws:iam::111111111111:role/ci/terraform',
    credential_source: 'Environment',
    region: 'us-east-1',
  })
  t.is(
    given.get('profile bb-apps-prd-devopsprd')?.role_arn,
    'arn:aws:iam::222222222222:role/ci/terraform',
  )
  t.is(world.emulator.calls.length, 0)
  // No file in the cache contains the job's secret key.
  for (const name of fs.readdirSync(path.join(world.home, '.cache/tfsso'), { recursive: true })) {
    const file = path.join(world.home, '.cache/tfsso', String(name))
    if (fs.statSync(file).isFile()) t.false(fs.readFileSync(file, 'utf8').includes('secret of'))
  }
})

test('without a HOME, a job’s AWS config is in a private directory below XDG_CACHE_HOME or TMPDIR', async (t) => {
  const { world, cwd } = await jobLayer(t)
  for (const [where, directory] of [
    ['XDG_CACHE_HOME', path.join(world.root, 'xdg')],
    ['TMPDIR', path.join(world.root, 'tmp')],
  ] as const) {
    fs.mkdirSync(directory)
    const env = { ...job, HOME: undefined, [where]: directory }
    const { exitCode, stderr } = await world.terraform(['plan'], { cwd, env })
    t.deepEqual([exitCode, stderr], [0, ''])
    const { AWS_CONFIG_FILE = '' } = world.lastStart().env
    t.true(AWS_CONFIG_FILE.startsWith(`${directory}/tfsso-`), AWS_CONFIG_FILE)
    const [name = ''] = fs.readdirSync(directory)
    t.is(fs.statSync(path.join(directory, name)).mode & 0o777, 0o700)
    t.regex(settings(world, 'bb-shared-devops')?.role_arn ?? '', /111111111111/)
  }
})

test('if anything that decides the profiles changes, the next run makes a new grant', async (t) => {
  const { world, cwd } = await jobLayer(t)
  const own = (env: Record<string, string | undefined>) =>
    world.terraform(['plan'], { cwd, env: { ...job, ...env } })
  const source = () => {
    const { region, ...rest } = settings(world, 'bb-shared-devops') ?? {}
    return Object.values(rest)
  }
  const arn = 'arn:aws:iam::111111111111:role/ci/terraform'
  const noKeys = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined }
  await own({})
  const first = world.lastStart().env.AWS_CONFIG_FILE
  const text = fs.readFileSync(first ?? '', 'utf8')
  for (const [env, expected] of [
    [{ TFSSO_CI_ROLE: 'x' }, ['arn:aws:iam::111111111111:role/x', 'Environment']],
    [{ ...noKeys, AWS_EC2_METADATA_DISABLED: 'false' }, [arn, 'Ec2InstanceMetadata']],
    [{ ...noKeys, AWS_ROLE_ARN: arn, AWS_WEB_IDENTITY_TOKEN_FILE: '/t' }, [arn, '.tfsso-job']],
    [
      { TFSSO_CI_ROLE: 'none' },
      [`"${world.prefix}/libexec/credentials" job 111111111111 us-east-1`],
    ],
  ] as const) {
    const { exitCode, stderr } = await own(env)
    t.deepEqual([exitCode, stderr], [0, ''])
    t.deepEqual(source(), [...expected])
  }
  writeAwsFile(world, 'config', '[profile ci]\ncredential_process = x\n')
  await own({ ...noKeys, AWS_PROFILE: 'ci' })
  t.deepEqual(source(), [arn, 'ci'])
  t.is(fs.readFileSync(first ?? '', 'utf8'), text)
})

test('in a job, a run inside a run gets what it would get on its own', async (t) => {
  const { world, cwd } = await jobLayer(t)
  for (const name of ['shared/net', 'security/net']) world.layer(name)
  const comparable = (env: Record<string, string>) => {
    const { PWD, OLDPWD, SHLVL, _, TFSSO_TRIED, STANDIN_RUN, STANDIN_STARTS, ...rest } = env
    return rest
  }
  const own = { ...job, AWS_CONFIG_FILE: write(path.join(world.root, 'c'), '[default]\n') }
  const rows: [
    to: string,
    args: string,
    script: string,
    same: Record<string, string | undefined>,
  ][] = [
    ['shared/net', 'plan', '', {}],
    ['.', 'plan', '', {}],
    ['apps-prd/us-east-1/net', 'version', '', {}],
    ['shared/net', 'plan', 'export TFSSO=off', { TFSSO: 'off' }],
    ['shared/net', 'plan', 'unset TFSSO_CI_ROLE', { TFSSO_CI_ROLE: undefined }],
    ['security/net', 'plan', 'export TFSSO_CI_ROLE=none', { TFSSO_CI_ROLE: 'none' }],
  ]
  for (const [number, mine] of [job, own].entries()) {
    const shell = shells[number % shells.length] ?? []
    const direct = await runInTurn(
      world,
      rows.map(([to, args, , same]) => ({
        ...{ args: [args], cwd: path.join(world.project, to), shell, env: { ...mine, ...same } },
      })),
    )
    const scripts = rows.map(
      ([to, args, script]) =>
        `${script}\ncd "${path.join(world.project, to)}"; exec terraform ${args}`,
    )
    const { inner } = await runInside(world, ['plan'], scripts, { cwd, shell, env: mine })
    for (const [i, start] of inner.entries()) {
      const [to, , script] = rows[i] ?? []
      t.is(direct[i]?.starts.length, 1)
      t.deepEqual(comparable(start?.env ?? {}), comparable(direct[i]?.env ?? {}), `${to} ${script}`)
    }
  }
})

test("a run in a job gets [default] and all sections of the job's AWS config, except sections with the name of one of tfsso's profiles", async (t) => {
  const { world, cwd } = await jobLayer(t)
  writeAwsFile(
    world,
    'config',
    `[default]\n${asSettings(issueKeys(world, '999999999999', 'job'))}[profile mine]\nregion = eu-west-1\n[profile bb-shared-devops]\nregion = eu-west-1\n`,
  )
  const env = { ...job, AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined }
  await world.terraform(['plan'], { cwd, env })
  const found = config(world)
  t.regex(found.get('default')?.aws_access_key_id ?? '', /^ASIA/)
  t.is(found.get('profile mine')?.region, 'eu-west-1')
  t.like(found.get('profile bb-shared-devops'), { source_profile: 'default', region: 'us-east-1' })
})

test('a job needs no settings of AWS SSO, not even roles', async (t) => {
  const { world, cwd } = await jobLayer(t)
  const common = path.join(world.project, 'config/common.tfvars')
  const text = fs.readFileSync(common, 'utf8')
  fs.writeFileSync(common, text.replace(/^sso_(start_url|region|enabled).*$/gm, ''))
  for (const name of ['shared', 'apps-prd'])
    write(path.join(world.project, name, 'config/account.tfvars'), `environment = "${name}"\n`)
  const { exitCode, stderr } = await world.terraform(['plan'], { cwd, env: job })
  t.deepEqual([exitCode, stderr], [0, ''])
  // Without roles, tfsso adds no profile that is named after a role. But files name these two profiles: the layer's
  // code names the first, the account's backend.tfvars the second.
  t.truthy(settings(world, 'bb-shared-devops'))
  t.truthy(settings(world, 'bb-apps-prd-devopsprd'))
})

test('a job’s run does not start terraform if TFSSO_CI_ROLE is invalid or the job has no credentials', async (t) => {
  const { world, cwd } = await jobLayer(t)
  const role = 'arn:aws:iam::111111111111:role/ci'
  const wrong = await world.terraform(['plan'], { cwd, env: { ...job, TFSSO_CI_ROLE: role } })
  t.deepEqual([wrong.exitCode, wrong.stdout], [78, ''])
  t.regex(wrong.stderr, /^tfsso: TFSSO_CI_ROLE is "arn:aws.*", but must be the name of an IAM role/)
  const env = { ...job, AWS_ACCESS_KEY_ID: undefined }
  const without = await world.terraform(['plan'], { cwd, env })
  t.is(without.exitCode, 77)
  t.regex(
    without.stderr,
    /^tfsso: TFSSO_CI_ROLE is set, but this job has no credentials of its own/,
  )
  t.deepEqual(world.starts(), [])
  // Credentials are optional for validate.
  const validate = await world.terraform(['validate'], { cwd, env })
  t.deepEqual([validate.exitCode, validate.stderr], [0, ''])
  t.is(world.lastStart().env.AWS_CONFIG_FILE, undefined)
})

test('TFSSO_CI_ROLE has no effect without TFSSO=args', async (t) => {
  const { world, cwd } = await jobLayer(t)
  await world.logIn()
  const options = { cwd, env: { TFSSO_CI_ROLE: 'ci' } }
  t.is((await world.terraform(['plan'], options)).exitCode, 0)
  t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
  t.is((await world.terraform(['plan'], { cwd, env: broken })).exitCode, 0, 'the same grant')
})

test('in a job, tfsso exec and env give profiles; a run inside replaces these, and `env --unset` removes them', async (t) => {
  const { world, cwd } = await jobLayer(t)
  const show = 'echo "$AWS_CONFIG_FILE"; cd ../../../shared/us-east-1/net; exec terraform plan'
  world.layer('shared/us-east-1/net')
  const exec = await world.tfsso(['exec', '--', 'sh', '-c', show], { cwd, env: job })
  t.deepEqual([exec.exitCode, exec.stderr], [0, ''])
  const given = exec.stdout.trim()
  t.truthy(readConfig(given).get('profile bb-shared-devops'))
  const inner = fs.readFileSync(world.lastStart().env.AWS_CONFIG_FILE ?? '', 'utf8')
  t.is(inner.match(/\[profile bb-shared-devops\]/g)?.length, 1)
  t.is(world.lastStart().env.TFSSO_WAS_AWS_CONFIG_FILE, undefined)

  const env = await world.tfsso(['env'], { cwd, env: job })
  t.deepEqual([env.exitCode, env.stderr], [0, ''])
  t.true(env.stdout.includes(`export AWS_CONFIG_FILE='${given}'\n`))
  t.notRegex(env.stdout, /ACCESS_KEY/)
  const script = 'eval "$(tfsso env)"; eval "$(tfsso env --unset)"; env'
  const after = await world.run('sh', ['-c', script], { cwd, env: job })
  t.notRegex(after.stdout, /AWS_CONFIG_FILE|TFSSO_GIVEN|TFSSO_WAS/)
  t.regex(after.stdout, /AWS_ACCESS_KEY_ID=AKIAJOB/)
})
