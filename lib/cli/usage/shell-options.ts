import type { Verb } from './verb.ts'

type Described = Pick<Verb, 'name' | 'options' | 'positional' | 'runsProgram'>

const variable = (name: string) => `tfsso_option_${name.replaceAll('-', '_')}`

/**
 * The text of libexec/options-of-COMMAND.sh. The generated script gets the command's name and options in "$@". It sets
 * tfsso_option_NAME for each option (`yes` for a switch), and tfsso_argument if there is a `positional`. With
 * `runsProgram`, the other program's command line stays in "$@".
 */
export function renderShellOptions({ name, options, positional, runsProgram }: Described): string {
  const names = Object.keys(options)
  const texts = names.filter((option) => options[option]?.type === 'string')
  const switches = names.filter((option) => options[option]?.type === 'boolean')
  const sets = [...names.map(variable), ...(positional ? ['tfsso_argument'] : [])]
  const initial = [
    ...names.map((option) => `${variable(option)}=''`),
    ...(positional ? [`tfsso_argument='${positional.default ?? ''}'`] : []),
  ]
  // Only node's code suggests what the person could have meant.
  const refuse = `tfsso_become_node ${name} "$1"`
  const cases = [
    `-h | --help) tfsso_become_node ${name} --help ;;`,
    ...texts.flatMap((option) => [
      `--${option})`,
      `  [ -n "\${2-}" ] || tfsso_misused "$1 needs a name."`,
      `  ${variable(option)}=$2`,
      '  shift',
      '  ;;',
      `--${option}=) tfsso_misused "--${option} needs a name." ;;`,
      `--${option}=*) ${variable(option)}=\${1#*=} ;;`,
    ]),
    ...switches.map((option) => `--${option}) ${variable(option)}=yes ;;`),
    ...(positional?.choices ? [`${positional.choices.join(' | ')}) tfsso_argument=$1 ;;`] : []),
    ...(runsProgram
      ? ['--)', '  shift', '  break', '  ;;', `-*) ${refuse} ;;`, '*) break ;;']
      : [`*) ${refuse} ;;`]),
  ]
  return `# shellcheck shell=sh
# reads: ; sets: ${sets.join(' ')}
${initial.join(' ')}
shift
while [ $# -gt 0 ]; do
  case $1 in
${cases.map((line) => `    ${line}\n`).join('')}  esac
  shift
done
`
}
