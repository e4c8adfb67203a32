import { execFileSync } from 'node:child_process'
import path from 'node:path'
import test from 'ava'
import { type Grant, renderGrant, renderStoredGrant } from '../../../lib/grant/grant.ts'
import { quoteForShell } from '../../../lib/text/quote.ts'
import { temporary } from '../../rig/install.ts'
import { write } from '../../rig/project.ts'
import { shells } from '../../rig/shells.ts'

const everyByte = Array.from({ length: 127 }, (_, code) => String.fromCharCode(code + 1)).join('')

const nasty = {
  quotes: `'"\`'\\''`,
  expansions: '$(touch pwned) ${HOME} $HOME `touch pwned` !! ~ *',
  'the end of an assignment': "x'; touch pwned; y='",
  newlines: '\n#\ntfsso_proof=other\n\n',
  'what ends a here-document or a function': 'EOF\n}; touch pwned; {\n)',
  backslashes: '\\ \\n \\\\ \\',
  'every ASCII character': everyByte,
  'letters of other scripts': 'ñ 日本語 🙂 \u2028',
  nothing: '',
}

const names = [
  'proof',
  'found',
  'var_args',
  'backend_args',
  'module_args',
  'plan_args',
  'session',
  'who',
  'places',
  'access_key_id',
  'secret_access_key',
  'session_token',
  'expiration',
  'region',
  'config',
  'shared_credentials',
]

/** Returns a grant. Each variable in `names`, except `expiration`, gets the text `value`. */
function grantOf(value: string, present: string[] = [], absent: string[] = []): Grant {
  return {
    covers: [{ what: 'tool', word: '"$tfsso_tool"', value }],
    inputs: { present, found: [value], many: [], absent },
    proof: value,
    checksumCommand: 'echo',
    tellingCommand: 'echo',
    arguments: {
      varFiles: value,
      backendConfig: value,
      forModules: value,
      forPlanFile: value,
      missing: value,
    },
    aws: {
      session: value,
      who: value,
      places: [value],
      credentials: {
        accountId: '222222222222',
        role: 'DevOps',
        accessKeyId: value,
        secretAccessKey: value,
        sessionToken: value,
        expiration: 0,
        lifetimeMs: 3600_000,
        tokenHash: 'none',
      },
      endsAtMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
      region: value,
      config: value,
      sharedCredentials: value,
    },
  }
}

/**
 * Starts a shell that runs `how` and then `script`. `how` reads the grant `text` from the variable GRANT. Returns the
 * output.
 */
function readIn([shell = '', ...options]: string[], text: string, how: string, script: string) {
  return execFileSync(shell, [...options, '-u', '-c', `${how}\n${script}`, 'sh'], {
    env: { GRANT: text, PATH: process.env.PATH },
    // If stdin were a socket, bash would think that rshd (remote shell) has started it, and read ~/.bashrc.
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
  })
}

const eval_ = 'eval "$GRANT"'

/** The shim accepts a stored grant only if its AWS config belongs to the user. */
const ownConfig = write(path.join(temporary('tfsso-config-'), 'config'), '')

/** `out`: the inputs that the grant checks; `good`: `yes` if the grant is good */
function readStored(
  shell: string[],
  grant: Grant,
  { before = '', config = ownConfig } = {},
): { out: string; good: string } {
  const shim = `tfsso_grant=/grant tfsso_tool=p tfsso_good=''
    tfsso_none() { printf none; [ $# -eq 0 ] || printf '<%s>' "$@"; }
    tfsso_same() { printf same; [ $# -eq 0 ] || printf '<%s>' "$@"; }
    tfsso_as_many() { [ $# -eq "$1" ]; }
    ${before}\nas_file() { ${eval_}; }; as_file`
  const aws = grant.aws && { ...grant.aws, config }
  const text = renderStoredGrant({ ...grant, ...(aws && { aws }) })
  const read = readIn(shell, text, shim, `printf '|%s' "$tfsso_good"`).toString('utf8')
  const [out = '', good = ''] = read.split(/\|(?=\w*$)/)
  return { out, good }
}

for (const shell of shells) {
  const print = names.map((name) => `printf '%s\\0' "$tfsso_${name}"`).join('; ')

  for (const [what, value] of Object.entries(nasty)) {
    test(`${shell.join(' ')} reads every value unchanged: ${what}`, (t) => {
      const out = readIn(shell, renderGrant(grantOf(value)), eval_, print)
      const expected = names.map((name) =>
        name === 'expiration' ? '2026-01-02T03:04:05.678Z' : value,
      )
      t.deepEqual(out.toString('utf8').split('\0').slice(0, -1), expected)
    })

    test(`${shell.join(' ')} checks the inputs by their names: ${what}`, (t) => {
      const file = `/nowhere/${value}`
      const words = [quoteForShell('/a'), quoteForShell(file)]
      const { out, good } = readStored(shell, grantOf('p', words, words))
      t.is(out, `none</a><${file}>same</a><${file}>/grant#p.seal /grant#p\n`)
      t.is(good, 'yes')
    })
  }

  test(`${shell.join(' ')}: the shell expands a pattern among the inputs`, (t) => {
    const inputs = [`${quoteForShell('/et')}*${quoteForShell('/passwd')}`, quoteForShell('/a*')]
    t.is(
      readStored(shell, grantOf('p', inputs)).out,
      'nonesame</etc/passwd></a*>/grant#p.seal /grant#p\n',
    )
  })

  for (const [what, before] of [
    ['is for another run', 'tfsso_tool=q'],
    ['has inputs that were not there', 'tfsso_none() { false; }'],
    ['has other inputs', 'tfsso_same() { false; }'],
    ['has no AWS config', ''],
  ] as const) {
    test(`${shell.join(' ')}: a stored grant that ${what} is not good`, (t) => {
      const config = what === 'has no AWS config' ? '/nowhere' : ownConfig
      t.is(readStored(shell, grantOf('p'), { before, config }).good, '')
    })
  }
  test(`${shell.join(' ')}: a grant is good as long as its patterns match as many files as before`, (t) => {
    for (const [count, good] of [
      [0, ''],
      [1, 'yes'],
      [2, ''],
    ] as const) {
      const grant = grantOf('p')
      const many = [{ word: "'/etc/pass'*'d'", count }]
      const read = readStored(shell, { ...grant, inputs: { ...grant.inputs, many } })
      t.is(read.good, good, String(count))
    }
  })

  for (const [what, change] of [
    ['has no proof', { proof: '' }],
    ['has a checksum that fails', { checksumCommand: 'false' }],
  ] as const) {
    test(`${shell.join(' ')}: a grant that ${what} is not good`, (t) => {
      t.is(readStored(shell, { ...grantOf('p'), ...change }).good, '')
    })
  }
}

test('a grant without credentials sets all AWS values to empty, so that no value of an earlier grant remains', (t) => {
  const { aws: _, ...grant } = grantOf('v')
  const [shell = []] = shells
  const before = names.map((name) => `tfsso_${name}=old`).join('; ')
  const print = names.map((name) => `printf '%s ' "${name}=$tfsso_${name}"`).join('; ')
  const out = readIn(shell, renderGrant(grant), `${before}\n${eval_}`, print)
  const given = ['proof', 'found', 'var_args', 'backend_args', 'module_args', 'plan_args']
  t.is(out.toString(), names.map((name) => `${name}=${given.includes(name) ? 'v' : ''} `).join(''))
})

for (const shell of shells) {
  test(`${shell.join(' ')}: a grant from node is used only in the run that it was made for`, (t) => {
    const is = 'tfsso_is() { [ "$2" = "$3" ]; }'
    for (const [what, value] of Object.entries(nasty)) {
      const tool = `tfsso_tool=${quoteForShell(value)}`
      const ask = `${tool}; tfsso_fits && printf yes; tfsso_tool=x$tfsso_tool; tfsso_fits || printf no`
      const out = readIn(shell, renderGrant(grantOf(value)), `${is}\n${eval_}`, ask)
      t.is(out.toString(), 'yesno', what)
    }
  })
}

test('a NUL character in a grant is a Problem with 78', (t) => {
  t.like(
    t.throws(() => renderGrant(grantOf('a\0b'))),
    { name: 'Problem', code: 78 },
  )
})
