import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import fc from 'fast-check'
import { terraformArguments } from '../../lib/grant/arguments.ts'
import { type Grant, renderGrant, renderStoredGrant } from '../../lib/grant/grant.ts'
import { quoteForShell } from '../../lib/text/quote.ts'
import { anyText, Canaries } from '../rig/hostile-text.ts'
import { installation, temporary } from '../rig/install.ts'
import { runBatch } from '../rig/shell-batch.ts'
import { shells } from '../rig/shells.ts'
import { inBatches } from './batches.ts'
import { cases, report } from './figures.ts'

/*
 * Texts go from a grant through sh into the environment unchanged, or tfsso refuses them with 78. All programs on PATH
 * are canaries, which record that they were run.
 */

const total = cases(10_000)

/** mostly texts that an environment can contain */
const text = fc.oneof(
  { weight: 60, arbitrary: anyText.map((given) => given.replace(/[\0\p{Cs}]/gu, '')) },
  { weight: 1, arbitrary: anyText },
)
const texts = fc.record({
  covers: text,
  proof: text,
  varFiles: fc.array(text, { maxLength: 3 }),
  backendConfig: text,
  input: text,
  session: text,
  who: text,
  accessKeyId: text.map((given) => `A${given}`),
  secretAccessKey: text,
  sessionToken: text,
  region: text,
  config: text,
  sharedCredentials: text.map((given) => `/${given}`),
})
type Texts = typeof texts extends fc.Arbitrary<infer T> ? T : never

/** Returns a grant for a run, and a stored grant that checks the same inputs. */
function render(all: Texts): [values: string, inputs: string] {
  const { covers, proof, varFiles, backendConfig, input, session, who, region, config } = all
  const { accessKeyId, secretAccessKey, sessionToken, sharedCredentials } = all
  const grant: Grant = {
    covers: [{ what: 'tool', word: '"$tfsso_tool"', value: covers }],
    proof,
    inputs: {
      present: [quoteForShell(input)],
      absent: [quoteForShell(input)],
      found: [],
      many: [],
    },
    checksumCommand: 'false',
    tellingCommand: 'false',
    arguments: terraformArguments({
      varFiles,
      backendConfig: [`/${backendConfig}`],
      missing: [],
      modulesNeedVariables: false,
      encrypted: false,
    }),
    aws: {
      session,
      who,
      places: [],
      credentials: {
        accountId: '222222222222',
        role: 'DevOps',
        accessKeyId,
        secretAccessKey,
        sessionToken,
        expiration: 0,
        lifetimeMs: 0,
        tokenHash: '',
      },
      endsAtMs: 0,
      region,
      config,
      sharedCredentials,
    },
  }
  const { aws: _, ...inputs } = grant
  return [renderGrant(grant), renderStoredGrant({ ...inputs, covers: [], proof: 'p' })]
}

/** An environment can't contain NUL, and UTF-8 can't contain half of a surrogate pair. */
const canBe = (given: string) => !/[\0\p{Cs}]/u.test(given)

function expected(all: Texts): string[] {
  const arguments_ = all.varFiles.map((file) => `-var-file=${file}`)
  return [
    'fits',
    all.proof,
    all.session,
    all.who,
    all.input,
    all.input,
    all.accessKeyId,
    all.secretAccessKey,
    all.sessionToken,
    all.config,
    all.sharedCredentials,
    all.region,
    all.region,
    // TF_CLI_ARGS_init, split as terraform splits it.
    String(arguments_.length + 1),
    ...arguments_,
    `-backend-config=/${all.backendConfig}`,
    // tfsso_take_back removes keys and arguments.
    'gone',
  ]
}

const told = `tfsso_fits && emit fits
emit "$tfsso_proof" "$tfsso_session" "$tfsso_who"
`
const reading = `command . '${installation()}/libexec/environment.sh'
emit "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" "$AWS_SESSION_TOKEN" "$AWS_CONFIG_FILE"
emit "$AWS_SHARED_CREDENTIALS_FILE" "$AWS_REGION" "$AWS_DEFAULT_REGION"
eval "set -- $TF_CLI_ARGS_init"
emit $# "$@"
tfsso_take_back
emit "gone\${AWS_ACCESS_KEY_ID-}\${AWS_SECRET_ACCESS_KEY-}\${AWS_SESSION_TOKEN-}\${TF_CLI_ARGS_init-}"
`

test('any text passes through a grant unchanged, or there is no grant', async (t) => {
  const root = temporary('tfsso-grants-')
  const canaries = new Canaries(root)
  let refused = 0
  await inBatches(texts, { total }, (all) => {
    const parts: string[] = []
    const wanted: string[] = []
    for (const [i, one] of all.entries()) {
      if (!Object.values(one).flat().every(canBe)) {
        refused++
        assert.throws(() => render(one), { name: 'Problem', code: 78 })
        continue
      }
      const file = path.join(root, `grant-${i}`)
      const [values, inputs] = render(one)
      fs.writeFileSync(file, values)
      fs.writeFileSync(`${file}-inputs`, inputs)
      // The second file, a stored grant, replaces the first file's values. So the script reads the first file again.
      parts.push(
        `command . '${file}'\ntfsso_tool=${quoteForShell(one.covers)}\n${told}command . '${file}-inputs'\ncommand . '${file}'\n${reading}`,
      )
      wanted.push(...expected(one))
    }
    const script = `tfsso_same() { emit "$@"; }
tfsso_none() { emit "$@"; }
tfsso_is() { [ "$2" = "$3" ]; }
tfsso_prefix='${installation()}' tfsso_grant=/nowhere
command . '${installation()}/libexec/read.sh'
tfsso_unread='' # the build names a file here
command . '${installation()}/libexec/take-back.sh'
tfsso_variable=init tfsso_args=backend
${parts.join('')}`
    for (const shell of shells)
      assert.deepEqual(runBatch(shell, script, canaries), wanted, shell[0])
  })
  t.true(refused < total / 2, `${refused} of ${total} were refused, so too little was tried`)
  report({
    attack: `Hostile text in a grant, in ${shells.map(([name]) => name).join(', ')}`,
    tries: total,
    outcome: `${total - refused} unchanged, ${refused} refused (78), no command run`,
  })
})
