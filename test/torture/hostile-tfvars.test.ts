import assert from 'node:assert/strict'
import path from 'node:path'
import { loadSharedConfigFiles } from '@smithy/core/config'
import test from 'ava'
import fc from 'fast-check'
import { parseAwsConfig } from '../../lib/aws-config/sections.ts'
import { findPlaces } from '../../lib/files/user-paths.ts'
import { renderAwsConfig } from '../../lib/grant/run-aws-config.ts'
import { requireProject } from '../../lib/layout/find.ts'
import { layerProfiles } from '../../lib/layout/layer-profiles.ts'
import { readProject } from '../../lib/layout/read.ts'
import { requireSettings } from '../../lib/layout/require.ts'
import { Inputs } from '../../lib/project/inputs.ts'
import { ParsedCache } from '../../lib/project/parsed.ts'
import { roleWord } from '../../lib/project/profile-target.ts'
import { withRole } from '../../lib/project/settings.ts'
import { findSession } from '../../lib/session/session.ts'
import { Problem } from '../../lib/text/problem.ts'
import { splitByBotocore } from '../rig/botocore.ts'
import { Canaries, spoilt } from '../rig/hostile-text.ts'
import { temporary } from '../rig/install.ts'
import { write } from '../rig/project.ts'
import { runBatch } from '../rig/shell-batch.ts'
import { shells } from '../rig/shells.ts'
import { inBatches } from './batches.ts'
import { cases, report } from './figures.ts'

/*
 * Values go from tfvars into an AWS config and to the credential process. Either tfsso refuses a value with 78, or sh
 * and all readers of AWS configs get it unchanged.
 */

const total = cases(10_000)

/** Each case replaces one of these valid texts by a hostile text. */
const good = {
  project: 'bb',
  region: 'us-east-1',
  ssoRegion: 'eu-west-1',
  startUrl: 'https://example.awsapps.com/start',
  account: 'apps-prd',
  accountId: '222222222222',
  role: 'DevOpsPrd',
  profile: 'bb-apps-prd-devopsprd',
  /** TFSSO_ROLE */
  otherRole: 'ReadOnly',
  /** the person's own [sso-session …] */
  session: 'mine',
  /** a profile in the layer's own files */
  mention: 'bb-apps-prd-other',
  stored: 'bb-apps-prd-old',
  prefix: '/opt/tf sso',
}
type Texts = typeof good
const names = Object.keys(good) as (keyof Texts)[]
const cases_ = fc
  .constantFrom(...names)
  .chain((name) => spoilt(good[name]).map((text) => ({ name, text })))

function hcl(text: string): string {
  const escaped = text.replace(/[\\"\p{Cc}\p{Cs}]/gu, (c) =>
    c === '\\' || c === '"' ? `\\${c}` : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return `"${escaped.replace(/[$%]\{/g, (opening) => opening[0] + opening)}"`
}

const root = temporary('tfsso-tfvars-')
const project = path.join(root, 'project')
const layer = { directory: path.join(project, 'a/net'), account: path.join(project, 'a'), project }

function writeFiles(texts: Texts): void {
  write(
    path.join(project, 'config/common.tfvars'),
    `project = ${hcl(texts.project)}
region_primary = ${hcl(texts.region)}
sso_region = ${hcl(texts.ssoRegion)}
sso_start_url = ${hcl(texts.startUrl)}
accounts = { ${hcl(texts.account)} = { id = ${hcl(texts.accountId)} } }
`,
  )
  const account = `environment = ${hcl(texts.account)}\nsso_role = ${hcl(texts.role)}\n`
  write(path.join(project, 'a/config/account.tfvars'), account)
  write(path.join(project, 'a/config/backend.tfvars'), `profile = ${hcl(texts.profile)}\n`)
  write(path.join(project, 'a/net/main.tf'), `provider "aws" { profile = ${hcl(texts.mention)} }\n`)
  const state = { backend: { config: { profile: texts.stored } } }
  write(path.join(project, 'a/net/.terraform/terraform.tfstate'), JSON.stringify(state))
}

async function configOf(texts: Texts) {
  writeFiles(texts)
  const found = requireProject(layer.directory)
  const sources = { inputs: new Inputs(), cache: new ParsedCache() }
  const reading = await readProject(found, 'run', sources)
  if (!reading.layer) throw new Error('no layer')
  const settings = withRole(requireSettings(reading, reading.layer.own), texts.otherRole)
  const personal = new Map()
  const profiles = await layerProfiles(reading, reading.layer, settings, {
    dataDirectory: '.terraform',
    personal,
  })
  const section = `[sso-session ${texts.session}]\nsso_start_url = ${texts.startUrl}\nsso_region = ${texts.ssoRegion}\n`
  const own = parseAwsConfig(section)
  const session = findSession(settings.sso, settings.project, own, findPlaces({ HOME: root }), {})
  const { region } = settings
  const text = renderAwsConfig({
    env: {},
    prefix: texts.prefix,
    region,
    sessionOf: () => session,
    profiles,
    own: [],
  })
  return { text, settings, profiles, session }
}

/** HCL converts strings to Unicode's normal form C (cty's NormalizeString). */
const asHcl = (texts: Texts): Texts => ({
  ...texts,
  project: texts.project.normalize(),
  region: texts.region.normalize(),
  ssoRegion: texts.ssoRegion.normalize(),
  startUrl: texts.startUrl.normalize(),
  account: texts.account.normalize(),
  accountId: texts.accountId.normalize(),
  role: texts.role.normalize(),
})

function requireUnchanged(
  written: Texts,
  { settings, session }: Awaited<ReturnType<typeof configOf>>,
) {
  const texts = asHcl(written)
  assert.deepEqual(
    [settings.project, settings.region, settings.sso, settings.identity],
    [
      texts.project,
      texts.region,
      { region: texts.ssoRegion, startUrl: texts.startUrl },
      {
        account: texts.account,
        accountId: texts.accountId,
        role: texts.otherRole === '' ? texts.role : texts.otherRole,
      },
    ],
  )
  // If the session's name is not safe in an AWS config, tfsso uses the project's name.
  const name = texts.session.trim().replace(/^(["'])(.*)\1$/, '$2')
  const header = !/[\]\n]/.test(name)
  if (header) assert.ok([name, texts.project].includes(session.name), session.name)
}

/** The JavaScript SDK's reader skips a section if the section's name does not match this pattern. */
const knownToJs = /^[\w\-@+.%:/]+$/

test('all readers of the AWS config get a value from the tfvars unchanged, or tfsso refuses the value', async (t) => {
  const canaries = new Canaries(root)
  const tally = { taken: 0, refused: 0, byBotocore: 0 }
  await inBatches(cases_, { total }, async (all) => {
    const files: { file: string; profile: string }[] = []
    const words: string[] = []
    const wanted: string[][] = []
    for (const [i, { name, text }] of all.entries()) {
      const texts = { ...good, [name]: text }
      let made: Awaited<ReturnType<typeof configOf>>
      try {
        made = await configOf(texts)
      } catch (error) {
        if (!(error instanceof Problem && error.code === 78)) throw error
        tally.refused++
        continue
      }
      tally.taken++
      requireUnchanged(texts, made)
      const file = write(path.join(root, `config-${i}`), made.text)
      const { configFile } = await loadSharedConfigFiles({
        configFilepath: file,
        ignoreCache: true,
      })
      for (const [profile, { accountId, role }] of made.profiles) {
        const { name: session, startUrl, region } = made.session
        const argv = [
          `${texts.prefix}/libexec/credentials`,
          accountId,
          roleWord(role),
          session,
          startUrl,
          region,
        ]
        const process = new RegExp(
          `^\\[profile ${escapePattern(profile)}\\]\\ncredential_process = (.*)$`,
          'm',
        ).exec(made.text)?.[1]
        assert.ok(process !== undefined, profile)
        if (knownToJs.test(profile)) {
          const { credential_process, region: given } = configFile[profile] ?? {}
          assert.deepEqual([credential_process, given], [process, made.settings.region])
        }
        words.push(process)
        wanted.push(argv)
        files.push({ file, profile })
      }
    }
    const script = words.map((process) => `set -- ${process}\nemit "$@" end`).join('\n')
    const expected = wanted.flatMap((argv) => [...argv, 'end'])
    for (const shell of shells)
      assert.deepEqual(runBatch(shell, script, canaries), expected, shell[0])
    const split = splitByBotocore(files)
    if (split) {
      assert.deepEqual(split, wanted)
      tally.byBotocore += split.length
    }
  })
  t.true(tally.taken > total / 10, `only ${tally.taken} of ${total} were taken`)
  report({
    attack: `Hostile text in tfvars, in ${shells.map(([name]) => name).join(', ')}, the JS SDK${tally.byBotocore > 0 ? ' and botocore' : ''}`,
    tries: total,
    outcome: `${tally.taken} unchanged, ${tally.refused} refused (78), no command run`,
  })
})

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
