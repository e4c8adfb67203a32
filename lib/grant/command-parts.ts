import { type Command, commands, variableOf } from './command-table.ts'

/*
 * Generates parts of the shim from the table in command-table.ts. They set:
 * - tfsso_needs: no, silent or login (`no` for a command that is not in the table)
 * - tfsso_args: which of our arguments the command takes
 * - tfsso_changes: `yes` if the command changes something
 * - tfsso_decider: `init`, `select` or `new`, if the command's arguments can switch the account
 * - tfsso_variable: what follows TF_CLI_ARGS_ in the name of the command's variable
 * - tfsso_sub: set to '' if the row of a two-word command names no second words (`subs`)
 * - tfsso_traces: the arguments in the command's variable. They can include ours, from an outer run
 */

/** The text of needs.sh. For a command of two words it reads needs-by-sub.sh. */
export function renderNeeds(): string {
  const single = commands.filter(({ words }) => !isOfTwoWords(words[0]))
  const choices = single.flatMap((command) => {
    const isPlain = (word: string) => variableOf(word) === word
    const plain = command.words.filter(isPlain).join(' | ')
    const others = command.words.filter((word) => !isPlain(word))
    return [
      ...(plain ? [`  ${plain}) ${assign(command)} ;;`] : []),
      ...others.map(
        (word) => `  ${word}) ${assign(command)} tfsso_variable=${variableOf(word)} ;;`,
      ),
    ]
  })
  return `# shellcheck shell=sh
# reads: tfsso_command tfsso_tool tfsso_operand tfsso_fresh; sets: tfsso_needs tfsso_args tfsso_changes tfsso_variable tfsso_decider
tfsso_needs=no tfsso_args='' tfsso_changes='' tfsso_variable=$tfsso_command tfsso_decider=''
case $tfsso_command in
${choices.join('\n')}
  ${twoWords.join(' | ')}) tfsso_read needs-by-sub ;;
esac
`
}

/**
 * The text of own-arguments.sh. If the command's variable is not simply TF_CLI_ARGS_COMMAND, this part sets
 * tfsso_traces to the arguments for all commands of the table.
 */
export function renderOwnArguments(): string {
  const words = commands.flatMap(({ words }) => words)
  const isPlain = (word: string) => variableOf(word) === word && !isOfTwoWords(word)
  const others = new Set(words.filter((word) => !isPlain(word)))
  return `# shellcheck shell=sh
# reads: tfsso_command; sets: tfsso_traces
tfsso_traces=''
case $tfsso_command in
  ${words.filter(isPlain).join(' | ')}) eval "tfsso_traces=\\\${TF_CLI_ARGS_$tfsso_command-}" ;;
  ${[...others].join(' | ')}) tfsso_read all-arguments ;;
esac
`
}

/** The text of needs-by-sub.sh, for commands of two words. */
export function renderNeedsBySub(): string {
  const choices = commands.flatMap(({ words, subs, ...command }) => {
    if (!isOfTwoWords(words[0])) return []
    const patterns = words.flatMap((word) => (subs ?? ['*']).map((sub) => `${word},${sub}`))
    const sub = subs ? '' : " tfsso_sub=''"
    return `  ${patterns.join(' | ')}) ${assign(command)}${sub} ;;`
  })
  const renamed = commands
    .flatMap(({ subs = [] }) => subs)
    .filter((sub) => variableOf(sub) !== sub)
    .map((sub) => `  ${sub}) tfsso_variable=\${tfsso_command}_${variableOf(sub)} ;;`)
  return `# shellcheck shell=sh
# reads: tfsso_command tfsso_sub; sets: tfsso_needs tfsso_args tfsso_sub tfsso_changes tfsso_variable tfsso_decider
case $tfsso_command,$tfsso_sub in
${choices.join('\n')}
esac
case $tfsso_sub in
  '') ;;
${renamed.join('\n')}
  *) tfsso_variable=\${tfsso_command}_$tfsso_sub ;;
esac
`
}

const twoWords = [...new Set(commands.filter(({ subs }) => subs).flatMap(({ words }) => words))]
const isOfTwoWords = (word: string) => twoWords.includes(word)

function assign({
  needs,
  takes,
  changes,
  switches,
  silentWith,
  notTofu,
}: Omit<Command, 'words'>): string {
  const values = [
    `tfsso_needs=${needs}`,
    ...(takes ? [`tfsso_args=${takes}`] : []),
    ...(changes ? ['tfsso_changes=yes'] : []),
    ...(switches ? [`tfsso_decider=${switches}`] : []),
  ].join(' ')
  const all = notTofu ? `[ "$tfsso_tool" = tofu ] || ${values}` : values
  return silentWith ? `${all} && { [ -z "$tfsso_${silentWith}" ] || tfsso_needs=silent; }` : all
}
