import { version } from '../files/version.ts'
import { listCompletions } from './completion/table.ts'
import { overview } from './usage/overview.ts'
import type { Verb } from './usage/verb.ts'

/** In roff (man(7)). */
export function renderMan(verbs: readonly Verb[]): string {
  const completions = listCompletions(verbs)
  const lines = [
    `.TH TFSSO 1 "" "tfsso ${version()}" "User Commands"`,
    '.SH NAME',
    'tfsso \\- plain tofu and terraform with the AWS SSO role of each layer',
    '.SH SYNOPSIS',
    '.B tfsso',
    '.I COMMAND',
    '[options]',
    '.SH DESCRIPTION',
    ...paragraphs(overview),
    '.SH COMMANDS',
    ...verbs.flatMap((verb) => {
      const { options = [] } = completions.find(({ name }) => name === verb.name) ?? {}
      return [
        ...renderVerb(verb),
        ...options.flatMap(({ flags, describe, value }) => [
          '.TP',
          `.B ${plain(flags.join(', '))}${value === undefined ? '' : ` \\fI${value.toUpperCase()}\\fR`}`,
          plain(describe),
        ]),
        '.PP',
        'Examples:',
        ...verb.examples.flatMap(([line, what]) => [
          '.TP',
          `.B ${plain(named(line))}`,
          plain(what),
        ]),
      ]
    }),
  ]
  return `${lines.join('\n')}\n`
}

function renderVerb({ name, describe, usage, positional }: Verb): string[] {
  const [line, ...more] = usage ? named(usage).split('\n\n') : []
  const argument = positional ? ` [${positional.name}${positional.many ? '...' : ''}]` : ''
  return [
    `.SS ${plain(line ?? `tfsso ${name}${argument}`)}`,
    `${plain(describe)}.`,
    ...(more.length > 0 ? ['.PP', ...paragraphs(more.join('\n\n'))] : []),
  ]
}

const named = (text: string) => text.replaceAll('$0', 'tfsso')

function paragraphs(text: string): string[] {
  return text.split('\n\n').flatMap((one, at) => [...(at > 0 ? ['.PP'] : []), plain(one)])
}

/** The text as one line, escaped so that roff reads no part of it as an escape or a request. */
function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('…', '...')
    .replace(/^(?=[.'])/, '\\&')
}
