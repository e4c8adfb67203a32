import { namesOf, type Occasion, variables } from '../process/environment-table.ts'
import { quoteForShell } from '../text/quote.ts'
import { argumentMark } from './arguments.ts'
import { argumentVariables } from './command-table.ts'
import { grantValues } from './grant.ts'
import { configMark } from './run-aws-config.ts'

/*
 * Generates the parts of the shim that set, clear and restore environment variables (lib/process/environment-table.ts).
 */

/** Values of a grant. If the grant lacks one of them, a run sets none of the variables whose `where` names it. */
const occasions: readonly Occasion[] = ['config', 'access_key_id', 'shared_credentials', 'region']

const givenWhere = (occasion: Occasion) =>
  variables.filter(({ given }) => given?.where === occasion).map(({ name }) => name)

/**
 * The variables that put-away.sh records and clears if the grant has the value `occasion`. For `access_key_id` also
 * those that would override the keys.
 */
const touchedWhere = (occasion: Occasion) => [
  ...(occasion === 'access_key_id' ? namesOf(({ cleared }) => cleared) : []),
  ...givenWhere(occasion),
]

const declare = (reads: readonly string[], sets: readonly string[]) =>
  `# shellcheck shell=sh\n# reads: ${reads.join(' ')}; sets: ${sets.join(' ')}\n`

/** The text of marks.sh: the marks by which take-back.sh recognizes our own arguments and AWS config. */
export function renderMarks(): string {
  const marks = { tfsso_argument_mark: argumentMark, tfsso_config_mark: configMark }
  const lines = Object.entries(marks).map(([name, mark]) => `${name}=${quoteForShell(mark)}`)
  return `${declare([], Object.keys(marks))}${lines.join('\n')}\n`
}

/**
 * The text of traces.sh, which looks for what an outer run left: its records (TFSSO_GIVEN_X), its AWS config, or our
 * arguments. Every run does this test, so one fast expansion looks for all three.
 */
export function renderTraces(): string {
  const record = [
    'TFSSO_GIVEN',
    ...namesOf(({ given, secret }) => given && !secret).map((name) => `TFSSO_GIVEN_${name}`),
  ]
  const text = `${record.map((name) => `\${${name}+x}`).join('')}:\${AWS_CONFIG_FILE-}:$tfsso_traces`
  return `${declare(['tfsso_traces'], ['tfsso_traces'])}case ${text} in
  x* | *:*/tfsso/config/*:* | *${quoteForShell(argumentMark)}*) tfsso_traces=yes ;;
  *) tfsso_traces='' ;;
esac
`
}

/** The text of all-arguments.sh: all arguments that an outer run could have given. */
export function renderAllArguments(): string {
  const values = argumentVariables.map((name) => `\${${name}-}`)
  return `${declare([], ['tfsso_traces'])}tfsso_traces="${values.join('')}"\n`
}

/** The text of names.sh: lists of variables for other parts. */
export function renderNames(): string {
  const lists = {
    tfsso_cleared: namesOf(({ cleared }) => cleared),
    tfsso_given_names: namesOf(({ given, secret }) => given && !secret),
    tfsso_argument_names: argumentVariables,
    tfsso_secrets: namesOf(({ secret }) => secret),
    ...Object.fromEntries(occasions.map((at) => [`tfsso_with_${at}`, touchedWhere(at)])),
  }
  const lines = Object.entries(lists).map(([name, words]) => `${name}='${words.join(' ')}'`)
  return `${declare([], Object.keys(lists))}${lines.join('\n')}\n`
}

/**
 * The text of give.sh, which exports the grant's values. Usually none of the variables that put-away.sh clears is set,
 * and then put-away.sh is not needed. One expansion tests all these variables at once. TFSSO_GIVEN_X records the value
 * that X got, except for secrets.
 */
export function renderGive(): string {
  const present = occasions.map((at) => {
    const names = touchedWhere(at).map((name) => `\${${name}+x}`)
    return `\${tfsso_${at}:+${names.join('')}}`
  })
  const gives = occasions.map((at) => {
    const exports = variables.flatMap(({ name, given, secret }) => {
      if (given?.where !== at) return []
      const value = `"$tfsso_${given.value}"`
      return [`${name}=${value}`, ...(secret ? [] : [`TFSSO_GIVEN_${name}=${value}`])]
    })
    // take-back.sh recognizes our session token by its last characters.
    if (at === 'access_key_id') exports.push('TFSSO_GIVEN_TOKEN_END="$tfsso_token_end"')
    return `[ -z "$tfsso_${at}" ] || export ${exports.join(' \\\n  ')}\n`
  })
  return [
    declare(['GRANT'], []),
    `[ -z "${present.join('\\\n')}" ] || tfsso_read put-away || exit 1\n`,
    ...gives,
  ].join('')
}

/**
 * The text of forget-stored.sh: unsets the variables that stored grants set, and tfsso_owner, which stored role
 * credentials set.
 */
export function renderForgetStored(): string {
  return `${declare([], [])}unset -v tfsso_owner ${grantValues.map((name) => `tfsso_${name}`).join(' ')}\n`
}

/** The text of forget-keys.sh. libexec/credentials sources this part before it starts node, except in a CI job. */
export function renderForgetKeys(): string {
  return `${declare([], [])}unset ${namesOf(({ key }) => key).join(' ')}\n`
}
