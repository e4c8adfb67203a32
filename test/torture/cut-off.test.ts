import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { AwsClock } from '../../lib/aws/clock.ts'
import { CredentialStore } from '../../lib/credentials/store.ts'
import { sha256 } from '../../lib/files/digest.ts'
import { findPlaces } from '../../lib/files/user-paths.ts'
import { storeAwsConfig } from '../../lib/grant/run-files.ts'
import { readHolder } from '../../lib/lock/holder.ts'
import { readOutcome } from '../../lib/lock/outcome.ts'
import { describeSession } from '../../lib/session/session.ts'
import { readToken } from '../../lib/session/token.ts'
import { copyInstallation } from '../rig/install.ts'
import { startUrl } from '../rig/project.ts'
import { shareWorld } from '../rig/shared-world.ts'
import { shells } from '../rig/shells.ts'
import { tokenFile } from '../rig/token.ts'
import { oneIn, report } from './figures.ts'

/** In the short form, each shell tries every `step`th length, and each shell tries different lengths. */
const step = oneIn > 1 ? 3 * oneIn : 1
const tried: Record<string, number> = {}

/**
 * Makes a world in which one run has left all kinds of files. Later runs find a script in node's place: it only exits
 * with 75, one of tfsso's own codes.
 */
const prepared = shareWorld(
  async (world) => {
    const cwd = world.layer('apps-prd/us-east-1/network')
    await world.logIn()
    await world.terraform(['plan'], { cwd })
    const { env } = world.lastStart()
    const node = path.join(world.root, 'node')
    fs.writeFileSync(node, '#!/bin/sh\nexit 75\n', { mode: 0o755 })
    fs.writeFileSync(path.join(world.prefix, 'libexec/node-path'), `${node}\n`)
    return { world, cwd, config: env.AWS_CONFIG_FILE ?? '' }
  },
  () => ({ prefix: copyInstallation() }),
)

/**
 * Cuts a file to one length after another, and runs a command after each cut. One sh does this for all lengths: if the
 * test itself started each command, that would take too long.
 */
const script = `
file=$1 whole=$2 first=$3 step=$4; shift 4
n=$first size=$(wc -c <"$whole")
while [ "$n" -le "$size" ]; do
  head -c "$n" "$whole" >|"$file"; touch -r "$whole" "$file"
  said=$("$@" 2>&1); echo "$n $? $said"
  n=$((n + step))
done
head -c "$size" "$whole" >|"$file"; touch -r "$whole" "$file"
`

/** Cuts a file to many lengths. `used`: how many bytes were missing each time that tfsso used the file anyway */
async function lengthsUsed(
  { world, cwd }: Awaited<ReturnType<typeof prepared>>,
  file: string,
  first: number,
  command: string[],
) {
  const whole = path.join(world.root, 'whole')
  fs.copyFileSync(file, whole)
  const { mtime } = fs.statSync(file)
  fs.utimesSync(whole, mtime, mtime)
  const args = ['-c', script, 'sh', file, whole, String(first), String(step), ...command]
  const env = { TFSSO_TERRAFORM: '/bin/true' }
  const { stdout, stderr } = await world.run('sh', args, { cwd, env })
  const outcomes = stdout.split(/\n(?=\d+ \d+ )/).map((line) => line.trim().split(' '))
  const used = outcomes.filter(([, code]) => code !== '75')
  const [kind = ''] = path.relative(path.join(world.home, '.cache/tfsso'), file).split('/')
  tried[kind] = (tried[kind] ?? 0) + outcomes.length
  // Here node prints nothing, so if a run exits with 75, its output comes from sh.
  const noise = outcomes.filter(([, code, ...said]) => code === '75' && said.length > 0)
  const size = fs.statSync(whole).size
  return { used: used.map(([length]) => size - Number(length)), noise, stderr, outcomes }
}

/** Returns how many bytes follow a grant's checks, which end with a return in braces. */
function afterReturn(grant: string): number {
  const text = fs.readFileSync(grant, 'latin1')
  const end = '&& return\n}'
  return text.length - text.lastIndexOf(end) - end.length
}

for (const [number, shell] of shells.entries()) {
  test.serial(
    `${shell[0]}: a file that was cut off is not used, except if it lacks only its last newline or text without effect`,
    async (t) => {
      const all = await prepared(t)
      const { world, cwd, config } = all
      const cache = path.join(world.home, '.cache/tfsso')
      const plan = [...shell, path.join(world.prefix, 'shims/terraform'), 'plan']
      const ask = ['222222222222', 'DevOpsPrd', 'bb', startUrl, 'us-east-1']
      const askFor = [...shell, path.join(world.prefix, 'libexec/credentials'), ...ask]
      const grants = path.join(cache, 'grants', cwd, '.tfsso')
      const proofs = fs.readdirSync(grants).filter((name) => name.includes('#'))
      t.is(proofs.length, 2, 'the sums, and their seal')
      for (const [file, command, spare] of [
        // `spare`: how many bytes can be missing at the end of a file that is still used. The seal (the checksum of the
        // checksums) and the credentials can lack their last newline. The checksums need their last newline, because
        // the seal covers this newline, too. A grant can lack the text after its `return`: this text only explains why
        // a grant is not good.
        [
          path.join(grants, 'terraform.full'),
          plan,
          afterReturn(path.join(grants, 'terraform.full')),
        ],
        ...proofs.map(
          (name) => [path.join(grants, name), plan, name.endsWith('.seal') ? 1 : 0] as const,
        ),
        [path.join(cache, 'credentials/222222222222/DevOpsPrd'), askFor, 1],
        [config, plan, 0],
        [tokenFile(world), plan, 0],
      ] as const) {
        const { size } = fs.statSync(file)
        // Shell number N also tries the file without its last N bytes.
        const first = (size - number) % step
        const { used, noise, stderr } = await lengthsUsed(all, file, first, [...command])
        t.true(used.length > 0 || (step > 1 && number > spare), `${file}: whole, it is used`)
        for (const missing of used) t.true(missing <= spare, `${file} without its last ${missing}`)
        t.deepEqual(noise, [], file)
        t.is(stderr, '')
      }
    },
  )
}

test.serial('node does not use a file that was cut off', async (t) => {
  const { world, config } = await prepared(t)
  const env = world.env()
  const places = findPlaces(env)
  const session = describeSession('bb', startUrl, 'us-east-1', places)
  const store = new CredentialStore(places, session, env)
  const token = readToken(session.tokenFile)
  t.truthy(store.read('222222222222', 'DevOpsPrd', token))
  const text = fs.readFileSync(config, 'utf8')
  const clock = new AwsClock(places.cache)
  clock.observe(new Date(Date.now() + 3600_000).toUTCString())
  const offset = () => Math.round((new AwsClock(places.cache).now() - Date.now()) / 60_000)
  t.is(offset(), 60)
  const role = path.join(places.cache, 'locks/222222222222.DevOpsPrd')
  t.truthy(readHolder(role, 1) && readOutcome(role, 1))

  const uses: [file: string, isUsed: () => unknown][] = [
    [
      path.join(places.cache, 'credentials/222222222222/DevOpsPrd'),
      () => store.read('222222222222', 'DevOpsPrd', token),
    ],
    [
      config,
      () =>
        storeAwsConfig(places, text) !== config ||
        sha256(fs.readFileSync(config)) !== path.basename(config),
    ],
    [path.join(places.cache, 'aws-clock'), () => offset() !== 0],
    [path.join(role, '1'), () => readHolder(role, 1)],
    [path.join(role, '1.done'), () => readOutcome(role, 1)],
    [session.tokenFile, () => readToken(session.tokenFile)],
  ]
  for (const [file, isUsed] of uses) {
    const whole = fs.readFileSync(file)
    const kind = path.basename(path.dirname(file))
    // If a token's file is invalid, tfsso waits and reads it again, because another tool could be writing it. This
    // takes time, so try fewer lengths.
    const by = file === session.tokenFile ? step : Math.min(step, 5)
    const used: number[] = []
    for (let length = 0; length < whole.length; length += by) {
      fs.writeFileSync(file, whole.subarray(0, length))
      if (isUsed()) used.push(length)
      tried[kind] = (tried[kind] ?? 0) + 1
    }
    t.deepEqual(used, [], file)
    fs.writeFileSync(file, whole)
  }
})

test.after.always('report the figures', () => {
  const total = Object.values(tried).reduce((sum, count) => sum + count, 0)
  report({
    attack: `Grants, credentials, AWS configs, tokens, locks and the record of AWS's clock are cut off at any byte, in ${shells.length} shells and node`,
    tries: total,
    outcome: 'used only when complete; otherwise ignored without a message',
  })
})
