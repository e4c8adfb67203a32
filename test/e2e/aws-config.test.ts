import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { readConfig } from '../rig/aws-config.ts'
import { writeAwsFile } from '../rig/own-keys.ts'
import { write } from '../rig/project.ts'
import type { Start } from '../rig/stand-in.ts'
import { makeWorld, type World } from '../rig/world.ts'

async function plan(world: World, env: Record<string, string> = {}): Promise<Start> {
  const cwd = world.layer('apps-prd/us-east-1/base-network', '# profile = "bb-shared-devops"\n')
  const { exitCode, stderr } = await world.terraform(['plan'], { cwd, env })
  if (exitCode !== 0) throw new Error(stderr)
  return world.lastStart()
}

const contentOf = ({ env }: Start) => fs.readFileSync(env.AWS_CONFIG_FILE ?? '', 'utf8')

test('[default] has output = json, and the region from region_primary, else from region, else from sso_region', async (t) => {
  const world = await makeWorld(t, { grantsHere: true, region: 'eu-west-1' })
  const file = path.join(world.project, 'config/common.tfvars')
  const common = fs
    .readFileSync(file, 'utf8')
    .replace(/^sso_region.*$/m, 'sso_region = "eu-west-1"')
  const without = common.replace(/^region_primary.*\n/m, '')
  fs.writeFileSync(file, common)
  await world.logIn()
  const cases = [
    [common, 'us-east-1'],
    [`${without}region = "us-west-2"\n`, 'us-west-2'],
    [without, 'eu-west-1'],
  ] as const
  for (const [text, region] of cases) {
    fs.writeFileSync(file, text)
    const start = await plan(world)
    const config = readConfig(start.env.AWS_CONFIG_FILE)
    t.deepEqual(config.get('default'), { region, output: 'json' })
    t.is(config.get('profile bb-shared-devops')?.region, region)
    t.is(start.env.AWS_REGION, region)
    t.is(start.env.AWS_DEFAULT_REGION, region)
  }
})

const own = [
  '[profile mine]\n# by hand\nregion=ap-south-1\ns3 =\n  max_concurrent_requests = 20\nservices = local\n',
  '[profile "quoted name"]\ncredential_process = "/a b/c" d # e\n',
  '[sso-session theirs]\nsso_start_url = https://other.awsapps.com/start\nsso_region = us-east-2\n',
  '[services local]\ndynamodb =\n  endpoint_url = http://localhost:8000\n',
]
const replaced = [
  '[default]\nregion = sa-east-1\noutput = text\naws_access_key_id = AKIADEFAULT\n',
  '[profile default]\nregion = sa-east-1\n',
  '[profile bb-shared-devops]\nsso_account_id = 999999999999\n',
  '[profile "bb-apps-prd-devopsprd"]\naws_access_key_id = AKIASTALE\n',
]

for (const [where, setting] of [
  ['in ~/.aws/config', undefined],
  ['in the file that AWS_CONFIG_FILE names', 'elsewhere/my config'],
] as const) {
  test(`the person's sections ${where} are copied unchanged, except [default] and sections with the name of one of tfsso’s profiles`, async (t) => {
    const world = await makeWorld(t, { grantsHere: true })
    await world.logIn()
    const file = path.join(world.home, setting ?? '.aws/config')
    const text = [
      '# before all sections\n',
      own[0],
      replaced[0],
      own[1],
      replaced[1],
      own[2],
      replaced[2],
      own[3],
      replaced[3],
    ].join('\n')
    write(file, text)
    const start = await plan(world, setting === undefined ? {} : { AWS_CONFIG_FILE: file })
    const given = contentOf(start)
    for (const section of own) t.true(given.includes(section), section)
    t.notRegex(given, /sa-east-1|AKIA|999999999999/)
    t.deepEqual(readConfig(start.env.AWS_CONFIG_FILE).get('default'), {
      region: 'us-east-1',
      output: 'text',
    })
    t.is(fs.readFileSync(file, 'utf8'), text, 'nothing is written there')
    t.is(fs.statSync(start.env.AWS_CONFIG_FILE ?? '').mode & 0o777, 0o600)

    fs.appendFileSync(file, '[profile new]\nregion = eu-north-1\n')
    const next = await plan(world, setting === undefined ? {} : { AWS_CONFIG_FILE: file })
    t.true(contentOf(next).includes('[profile new]\nregion = eu-north-1\n'))
    t.is(contentOf(start), given, 'a run keeps the file that it was given')
  })
}

test("a run hides the person's credentials file only if that file has a section with the name of one of the layer’s profiles", async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  await world.logIn()
  const elsewhere = path.join(world.root, 'my credentials')
  const keys = 'aws_access_key_id = AKIAOTHER\naws_secret_access_key = x\n'
  const mine = `[mine]\n${keys}`
  // test/unit/grant/run-aws-config.test.ts has more cases.
  const cases: [text: string, hidden: boolean][] = [
    [`[ bb-apps-prd-devopsprd ]\n${keys}\n${mine}[bb-shared-devops]\n${keys}`, true],
    // tfsso hides the file for neither section. The project has no account `root`. In a credentials file, the word
    // `profile` is part of a section's name.
    [`[bb-root-administrator]\n${keys}[profile bb-shared-devops]\n${keys}`, false],
  ]
  for (const [text, hidden] of cases) {
    for (const file of [undefined, elsewhere]) {
      if (file === undefined) writeAwsFile(world, 'credentials', text)
      else write(file, text)
      const { env } = await plan(world, file ? { AWS_SHARED_CREDENTIALS_FILE: file } : {})
      const { AWS_SHARED_CREDENTIALS_FILE: given = '' } = env
      if (hidden) t.true(given.startsWith(world.home) && !fs.existsSync(given), text)
      else t.is(given, file ?? '', text)
      t.is(world.identity(env), '222222222222 DevOpsPrd')
    }
  }
})
