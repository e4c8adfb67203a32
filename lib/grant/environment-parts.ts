import { namesOf, type Occasion, variables } from '../process/environment-table.ts'
import { quoteForShell } from '../text/quote.ts'
import { argumentMark } from './arguments.ts'
import { configMark } from './aws-config.ts'
import { argumentVariables } from './command-table.ts'
import { grantValues } from './grant.ts'

/*
 * The parts of the shim that the build generates from the table of the environment. Their first lines say what
 * they read and set, as in every part.
 */

const occasions: readonly Occasion[] = ['config', 'access_key_id', 'shared_credentials', 'region']

const givenWhere = (occasion: Occasion) =>
  variables.filter(({ given }) => given?.where === occasion).map(({ name }) => name)

/** For each occasion, all that is put away then: what would fight the keys goes with them. */
const touchedWhere = (occasion: Occasion) => [
  ...(occasion === 'access_key_id' ? namesOf(({ cleared }) => cleared) : []),
  ...givenWhere(occasion),
]

const declare = (reads: readonly string[], sets: readonly string[]) =>
  `# shellcheck shell=sh\n# reads: ${reads.join(' ')}; sets: ${sets.join(' ')}\n`

/** marks.sh: the forms by which take-back knows our own arguments and AWS config again. */
export function renderMarks(): string {
  const marks = { tfsso_argument_mark: argumentMark, tfsso_config_mark: configMark }
  const lines = Object.entries(marks).map(([name, mark]) => `${name}=${quoteForShell(mark)}`)
  return `${declare([], Object.keys(marks))}${lines.join('\n')}\n`
}

/**
 * traces.sh: whether an outer run has left something, its record or only what it gave. On the way of every run:
 * one expansion.
 */
export function renderTraces(): string {
  const record = [
    'TFSSO_GIVEN',
    ...namesOf(({ given, secret }) => given && !secret).map((name) => `TFSSO_GIVEN_${name}`),
  ]
  const text = [
    ...record.map((name) => `\${${name}+x}`),
    ':${AWS_CONFIG_FILE-}:',
    ...argumentVariables.map((name) => `\${${name}-}`),
  ]
  return `${declare([], ['tfsso_traces'])}tfsso_traces=''
case ${text.join('')} in
  x* | *:*/tfsso/config/*:* | *${quoteForShell(argumentMark)}*) tfsso_traces=yes ;;
esac
`
}

/** names.sh: the lists that take-back, put-away and `tfsso env` go through. */
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
 * give.sh: what would fight the grant is put away, and then the grant's values are given. Usually nothing
 * has to go, so one expansion asks for all of it. TFSSO_GIVEN_X records what was given; a secret isn't
 * recorded.
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
    // By which take-back knows the secrets again.
    if (at === 'access_key_id') exports.push('TFSSO_GIVEN_TOKEN_END="$tfsso_token_end"')
    return `[ -z "$tfsso_${at}" ] || export ${exports.join(' \\\n  ')}\n`
  })
  return [
    declare(['GRANT'], []),
    `[ -z "${present.join('\\\n')}" ] || tfsso_read put-away || exit 1\n`,
    ...gives,
  ].join('')
}

/** forget-stored.sh: the values of what is kept, grants and role credentials. For known-state.sh. */
export function renderForgetStored(): string {
  return `${declare([], [])}unset tfsso_owner ${grantValues.map((name) => `tfsso_${name}`).join(' ')}\n`
}

/** forget-keys.sh: node has no use for the keys of the run that asks. */
export function renderForgetKeys(): string {
  return `${declare([], [])}unset ${namesOf(({ key }) => key).join(' ')}\n`
}
