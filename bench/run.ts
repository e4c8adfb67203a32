import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { writeFigures } from '../docs/figures.ts'
import { findProgram } from '../lib/demo/environment.ts'
import { repository, temporary } from '../test/rig/install.ts'
import { assembleStatic } from './assemble-static.ts'
import { renderChart } from './chart.ts'
import { measure, type Subject } from './measure.ts'
import { maxMemory } from './memory.ts'
import { findPeers } from './peers.ts'
import { type Figures, makeRows, renderMarkdown, renderSentence, renderTable } from './rows.ts'
import { measureUnits, unitCount } from './terragrunt.ts'
import { describeRepository, forget, makeBenchWorld } from './world.ts'

// `npm run bench`: measures whole processes, prints the table, and writes results.json, the chart and the figures of
// README.md and bench/README.md. The figures about time are ratios of medians. The figure about memory is a ratio of
// two single measurements. The size of the installation is not a ratio.

const rounds = { quick: 151, slow: 21, atOnce: 11 }
const directory = temporary('tfsso bench-')
const say = (text: string) => process.stdout.write(text)

function program(name: string, text: string): string {
  const file = path.join(directory, name)
  fs.writeFileSync(file, text, { mode: 0o755 })
  return file
}

const bare = path.join(directory, 'bare')
const isStatic = assembleStatic(bare)
if (!isStatic) fs.copyFileSync('/bin/true', bare)
const emptyShim = program('empty-shim', `#!/bin/sh\nexec '${bare}' "$@"\n`)

const small = await makeBenchWorld({ accounts: 3, layers: 40 })
const { world, layer } = small
const config = path.join(world.project, 'apps-prd/config')
const files = [`${config}/account.tfvars`, `${config}/backend.tfvars`, `${layer}/main.tf`]
const oneChecksum = program(
  'one-checksum',
  `#!/bin/sh\nsums=$(sha256sum ${files.map((file) => `'${file}'`).join(' ')})\n[ -n "$sums" ] && exec '${bare}' "$@"\n`,
)

const empty = program('empty', '#!/bin/sh\n')
const tfsso = path.join(world.prefix, 'bin/tfsso')

const env = { ...small.env, TFSSO_TERRAFORM: bare }
const shim = path.join(world.prefix, 'shims/terraform')
const subject = (file: string, args: string[] = [], extra: Partial<Subject> = {}): Subject => ({
  file,
  args,
  cwd: layer,
  env,
  ...extra,
})
const plan = (extra: Partial<Subject> = {}) => subject(shim, ['plan'], extra)
const node = subject(process.execPath, ['-e', '0'])

const described = describeRepository(small, { name: 'described', accounts: 3, layers: 10 })

const switched = describeRepository(small, {
  ...{ name: 'switched', accounts: 3, layers: 10 },
  switched: true,
})

say('the warm path …\n')
await measure(
  {
    warm: plan(),
    layer: plan({ cwd: described.layer }),
    switched: plan({ cwd: switched.layer }),
    none: plan({ cwd: described.root }),
  },
  1,
)
const quick = await measure(
  {
    bare: subject(bare),
    emptyShim: subject(emptyShim),
    oneChecksum: subject(oneChecksum),
    warm: plan(),
    described: plan({ cwd: described.layer }),
    switched: plan({ cwd: switched.layer }),
    describedOutside: plan({ cwd: described.root }),
    outside: plan({ cwd: world.root }),
    version: subject(shim, ['version']),
    fmt: subject(shim, ['fmt']),
    credentials: subject(path.join(world.prefix, 'libexec/credentials'), credentialArguments()),
    emptyDash: subject('dash', [empty]),
    promptDash: subject('dash', [tfsso, 'prompt']),
    emptyBash: subject('bash', [empty]),
    promptBash: subject('bash', [tfsso, 'prompt']),
  },
  rounds.quick,
)

/** A credential process's arguments, as in the AWS config that tfsso wrote for the layer. */
function credentialArguments(): string[] {
  const configs = path.join(world.home, '.cache/tfsso/config')
  const text = fs.readFileSync(path.join(configs, fs.readdirSync(configs)[0] ?? ''), 'utf8')
  const [, rest = ''] = /libexec\/credentials" (\d+ DevOpsPrd .*)/.exec(text) ?? []
  return rest.split(' ').map((word) => word.replaceAll('"', ''))
}

say('the cold path …\n')
const stranger = path.join(world.root, 'stranger')
fs.mkdirSync(stranger)
const slow = await measure(
  {
    node,
    cold: plan({ before: () => forget(small) }),
    first: plan({ before: () => forget(small, { parsed: true }) }),
    nobody: plan({ env: { ...env, HOME: stranger }, exitCode: 77 }),
  },
  rounds.slow,
)

const large = describeRepository(small, { name: 'large', accounts: 400, layers: 2000 })
await measure({ large: plan({ cwd: large.layer }) }, 1)
const describedCold = await measure(
  {
    describedFew: plan({ cwd: described.layer, before: () => forget(small) }),
    describedMany: plan({ cwd: large.layer, before: () => forget(small) }),
  },
  rounds.slow,
)

say('forty at once …\n')
const shimInEach = program(
  'in-each',
  `#!/bin/sh\nfor layer in ${small.layers.map((name) => `'${name}'`).join(' ')}; do (cd "$layer" && exec '${shim}' plan) & done\nwait\n`,
)
const nodeInEach = program(
  'node-in-each',
  `#!/bin/sh\nfor layer in ${small.layers.map((name) => `'${name}'`).join(' ')}; do (cd "$layer" && exec '${process.execPath}' -e 0) & done\nwait\n`,
)
const atOnce = await measure(
  {
    fortyNodes: subject(nodeInEach),
    forty: subject(shimInEach, [], { before: () => forget(small) }),
  },
  rounds.atOnce,
)

say('growth …\n')
const [few, many] = [
  await makeBenchWorld({ accounts: 3, layers: 10 }),
  await makeBenchWorld({ accounts: 50, layers: 1000 }),
]
const grown = (of: typeof few, extra: Partial<Subject> = {}) =>
  plan({ cwd: of.layer, env: { ...of.env, TFSSO_TERRAFORM: bare }, ...extra })
await measure({ few: grown(few), many: grown(many) }, 1)
const warmGrowth = await measure({ warmSmall: grown(few), warmLarge: grown(many) }, rounds.quick)
const coldGrowth = await measure(
  {
    coldSmall: grown(few, { before: () => forget(few) }),
    coldLarge: grown(many, { before: () => forget(many) }),
  },
  rounds.slow,
)

say('accounts …\n')
const [three, hundreds] = [few, await makeBenchWorld({ accounts: 400, layers: 10 })]
await measure({ three: grown(three), hundreds: grown(hundreds) }, 1)
const ownParts = await measure({ few: grown(three), many: grown(hundreds) }, rounds.quick)
const real = findProgram('terraform', process.env.PATH ?? '', world.prefix)
const plans = real ? await measurePlans(real) : { planFew: 0, planMany: 0, bareFew: 0, bareMany: 0 }

/**
 * Median times of warm runs of `terraform plan`, in two projects after an init. In each project, the `plan…` runs go
 * through tfsso. The `bare…` runs start terraform directly, with the environment that tfsso would set.
 */
async function measurePlans(terraform: string) {
  const run = (of: typeof few, args: string[], tool = terraform) =>
    subject(shim, args, { cwd: of.layer, env: { ...of.env, TFSSO_TERRAFORM: tool } })
  await measure({ few: run(three, ['init']), many: run(hundreds, ['init']) }, 1)
  const printer = program('print-environment', '#!/bin/sh\nexec env -0\n')
  const bare = (of: typeof few) => {
    const { file, cwd, env } = run(of, ['plan'], printer)
    const given = execFileSync(file, ['plan'], { cwd, env, encoding: 'utf8' })
    const entries = given
      .split('\0')
      .slice(0, -1)
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
    return subject(terraform, ['plan'], { cwd, env: Object.fromEntries(entries) })
  }
  return await measure(
    {
      planFew: run(three, ['plan']),
      planMany: run(hundreds, ['plan']),
      bareFew: bare(three),
      bareMany: bare(hundreds),
    },
    11,
  )
}

say('Terragrunt …\n')
const units = await measureUnits(small, 7)
if (units.unitsShim > 0)
  say(
    `each of ${unitCount} units: ${(units.unitsShim / unitCount).toFixed(0)} ms with tfsso, ${(units.unitsBare / unitCount).toFixed(0)} ms without\n`,
  )

const figures: Figures = {
  quick,
  slow,
  atOnce,
  growth: { ...warmGrowth, ...coldGrowth },
  accounts: { ...ownParts, ...plans },
  described: describedCold,
  units,
  memory: {
    cold: await maxMemory(plan({ before: () => forget(small) }), directory),
    node: await maxMemory(node, directory),
  },
  installedBytes: installedBytes(path.join(world.prefix, 'current/')),
}

function installedBytes(at: string): number {
  return fs
    .readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + fs.statSync(path.join(entry.parentPath, entry.name)).size, 0)
}

say('others, for comparison …\n\n')
const { subjects, missing } = findPeers(directory)
const terraform = findProgram('terraform', process.env.PATH ?? '', world.prefix)
if (terraform) subjects['terraform version'] = subject(terraform, ['version'])
else missing.push('terraform version')
if (units.unitsShim === 0) missing.push('terragrunt run --all plan')
const others = await measure(subjects, 7)

const cpu = os.cpus()[0]?.model.trim() ?? 'unknown'
const machine = `Node ${process.versions.node}, ${os.type()} ${os.arch()}, ${os.cpus().length} × ${cpu}`
const rows = makeRows(figures)
say(renderTable(rows))
say(
  `\nmedians in this run (ms): ${Object.entries({ ...quick, ...slow, ...others })
    .map(([name, ms]) => `${name} ${ms.toFixed(1)}`)
    .join(', ')}\n`,
)
if (missing.length > 0) say(`not installed here, so not measured: ${missing.join(', ')}\n`)
say(`on ${machine}; bare is ${isStatic ? 'a static program' : '/bin/true'}\n`)

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
  cwd: repository,
  encoding: 'utf8',
}).trim()
const results = { machine, commit, rows, figures, others, missing }
fs.writeFileSync(
  path.join(repository, 'bench/results.json'),
  `${JSON.stringify(results, null, 2)}\n`,
)
fs.writeFileSync(path.join(repository, 'bench/chart.svg'), renderChart(rows, machine))
writeFigures(path.join(repository, 'README.md'), 'cost', renderSentence(figures))
writeFigures(
  path.join(repository, 'bench/README.md'),
  'bench',
  `On ${machine}, at ${commit}:\n\n${renderMarkdown(rows)}`,
)
for (const { end } of [small, few, many, hundreds]) await end()
process.exit(rows.every(({ value, goal }) => value <= goal) ? 0 : 1)
