import { unitCount } from './terragrunt.ts'

/** Usually a ratio of two medians, and the goal that it must not exceed. */
export interface Row {
  path: string
  ratio: string
  value: number
  goal: number
  unit?: 'MB'
}

/** Median times in ms, memory in KiB, sizes in bytes. */
export interface Figures {
  quick: Record<QuickName, number>
  slow: Record<SlowName, number>
  atOnce: Record<'forty' | 'fortyNodes', number>
  growth: Record<'warmSmall' | 'warmLarge' | 'coldSmall' | 'coldLarge', number>
  /**
   * warm runs with 3 accounts (few) and with 400 (many). In `few` and `many`, a program that exits at once takes
   * terraform's place. `plan…` are runs of the real terraform with tfsso, and `bare…` without tfsso. Both are 0 if
   * there is no terraform.
   */
  accounts: Record<'few' | 'many' | 'planFew' | 'planMany' | 'bareFew' | 'bareMany', number>
  /** cold runs below a tfsso.hcl: with 3 accounts and 10 layers; with 400 accounts and 2,000 layers */
  described: Record<'describedFew' | 'describedMany', number>
  /** a whole `terragrunt run --all plan` with and without tfsso's shims; 0 without Terragrunt */
  units: Record<'unitsShim' | 'unitsBare', number>
  memory: Record<'cold' | 'node', number>
  installedBytes: number
}

export type QuickName =
  | 'bare'
  | 'emptyShim'
  | 'oneChecksum'
  | 'warm'
  | 'outside'
  | 'described'
  | 'describedOutside'
  | 'switched'
  | 'version'
  | 'fmt'
  | 'credentials'
  | 'emptyDash'
  | 'promptDash'
  | 'emptyBash'
  | 'promptBash'
export type SlowName = 'node' | 'cold' | 'first' | 'nobody'

const yardsticks = {
  oneChecksum: '(one-checksum shim − bare)',
  emptyShim: '(empty sh shim − bare)',
}

/**
 * The cost of `name` divided by the cost of `than`. A cost is a run's time minus the time of `bare`, a program that
 * exits at once.
 */
const beyondBare = (quick: Figures['quick'], name: QuickName, than: QuickName) =>
  (quick[name] - quick.bare) / (quick[than] - quick.bare)

export function makeRows({
  quick,
  slow,
  atOnce,
  growth,
  accounts,
  described,
  units,
  memory,
  installedBytes,
}: Figures): Row[] {
  const row = (path: string, ratio: string, value: number, goal: number): Row => ({
    path,
    ratio,
    value,
    goal,
  })
  const against = (
    than: 'oneChecksum' | 'emptyShim',
    path: string,
    name: QuickName,
    goal: number,
  ) => row(path, `(shim − bare) ÷ ${yardsticks[than]}`, beyondBare(quick, name, than), goal)
  return [
    against('oneChecksum', 'plan with a good grant, against one checksum', 'warm', 1.3),
    against('emptyShim', 'plan with a good grant, against an empty shim', 'warm', 4),
    against(
      'oneChecksum',
      'plan with a good grant, in a project with a tfsso.hcl',
      'described',
      1.3,
    ),
    against(
      'oneChecksum',
      'plan outside a layer, in a project with a tfsso.hcl',
      'describedOutside',
      1.3,
    ),
    against('emptyShim', 'plan outside a project', 'outside', 1.3),
    against('emptyShim', 'terraform version', 'version', 1.3),
    against('emptyShim', 'terraform fmt in a layer', 'fmt', 1.3),
    against('emptyShim', 'the credential process, with stored credentials', 'credentials', 1),
    row('tfsso prompt, in dash', '÷ an empty script', quick.promptDash / quick.emptyDash, 1.5),
    row('tfsso prompt, in bash', '÷ an empty script', quick.promptBash / quick.emptyBash, 1.5),
    row(
      'cold: tfsso makes a grant and fetches credentials',
      '÷ node -e 0',
      slow.cold / slow.node,
      3.5,
    ),
    row(
      'plan with a good grant, in a directory that is used for several accounts',
      '(shim − bare) ÷ (shim with a tfsso.hcl − bare)',
      beyondBare(quick, 'switched', 'described'),
      1.1,
    ),
    row('the first run ever', '÷ node -e 0', slow.first / slow.node, 8),
    row(
      '40 layers at once, cold',
      '÷ 40 runs of node -e 0 at once',
      atOnce.forty / atOnce.fortyNodes,
      2.2,
    ),
    row(
      'cold, with a tfsso.hcl of 400 accounts, 2,000 layers',
      '÷ cold, with a tfsso.hcl of 3 accounts, 10 layers',
      described.describedMany / described.describedFew,
      1.3,
    ),
    row(
      "a run that needs a login but can't ask for one (exit code 77)",
      '÷ node -e 0',
      slow.nobody / slow.node,
      4,
    ),
    row(
      '1,000 layers, 50 accounts: warm',
      '÷ 10 layers, 3 accounts',
      growth.warmLarge / growth.warmSmall,
      1.2,
    ),
    row(
      '1,000 layers, 50 accounts: cold',
      '÷ 10 layers, 3 accounts',
      growth.coldLarge / growth.coldSmall,
      1.5,
    ),
    row(
      '400 accounts: the time that tfsso adds to a warm run',
      '÷ the same time with 3 accounts',
      (accounts.many - quick.bare) / (accounts.few - quick.bare),
      1.3,
    ),
    ...(accounts.planFew > 0
      ? [
          row(
            '400 accounts: plan with the real terraform',
            '(time with tfsso ÷ time without tfsso), with 400 accounts ÷ the same with 3 accounts',
            accounts.planMany / accounts.bareMany / (accounts.planFew / accounts.bareFew),
            1.1,
          ),
        ]
      : []),
    ...(units.unitsShim > 0
      ? [
          row(
            `terragrunt run --all plan, ${unitCount} units, 3 accounts`,
            '÷ the same without tfsso',
            units.unitsShim / units.unitsBare,
            1.1,
          ),
        ]
      : []),
    { ...row('size of the installation, without Node', '', installedBytes / 1e6, 5), unit: 'MB' },
    row('memory of a cold run', '÷ node -e 0', memory.cold / memory.node, 1.4),
  ]
}

export function renderTable(rows: readonly Row[]): string {
  const cells = rows.map(({ path, ratio, value, goal, unit = '×' }) => [
    path,
    ratio,
    `${value.toFixed(2)} ${unit}`,
    `≤ ${goal} ${unit}`,
    value <= goal ? 'ok' : 'MISSED',
  ])
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...cells.map((cell) => cell[column]?.length ?? 0)),
  )
  return cells
    .map((cell) => cell.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('')
}

/** For README. */
export function renderSentence({ quick, slow }: Figures): string {
  const over = (name: QuickName, than: QuickName) => times(beyondBare(quick, name, than))
  return [
    'We compare tfsso with a small shell script that hashes three files and then starts the tool. Each of the two adds some time to a run.',
    `With stored credentials, the time that tfsso adds is ${over('warm', 'oneChecksum')} the time that this script adds.`,
    `For \`version\`, we compare tfsso with a second script, which only starts the tool: the time that tfsso adds is ${over('version', 'emptyShim')} the time that the second script adds.`,
    `A run in which tfsso must fetch credentials takes ${times(slow.cold / slow.node)} as long as \`node -e 0\`, which only starts Node. (The tool in this run exits at once.)`,
  ].join('\n')
}

const times = (ratio: number) => `${ratio.toFixed(1)} times`

/** For bench/README.md. */
export function renderMarkdown(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ path, ratio, value, goal, unit = '×' }) =>
      `| ${path} | ${ratio} | ${value.toFixed(2)} ${unit} | ${goal} ${unit}${value <= goal ? '' : ', **missed**'} |`,
  )
  return [
    '| what is measured | ratio | result | goal (at most) |',
    '|---|---|---|---|',
    ...lines,
  ].join('\n')
}
