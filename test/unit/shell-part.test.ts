import { spawnSync } from 'node:child_process'
import test from 'ava'
import { needs } from '../rig/needs.ts'
import { findMistakes, showToShellcheck } from '../rig/shell-part.ts'

const parts = {
  'giver.sh': '# shellcheck shell=sh\n# reads: x_in; sets: x_out\nx_out=$x_in\n',
}
const part = (declared: string, body: string) => `# shellcheck shell=sh\n${declared}\n${body}\n`
const include = '. "$tfsso_prefix/libexec/giver.sh"'

for (const [what, text, mistakes] of [
  ['nothing', part('# reads: ; sets:', ':'), []],
  ['a part without a declaration', part('#', ':'), ['no line `# reads: …; sets: …`']],
  [
    'a part that reads a missing part',
    part('# reads: ; sets:', 'tfsso_read other'),
    ['there is no part other.sh'],
  ],
  ...[
    'x=$(\n  y | while read -r z; do\n    case $z in a) ;; esac\n  done\n)',
    `x=$(\n  ${include}\n)`,
  ].map(
    (body) =>
      [
        `a part with ${JSON.stringify(body)}`,
        part('# reads: ; sets:', body),
        ['`case` in $(…), which bash 3.2 cannot parse'],
      ] as const,
  ),
  ['a `case` after $(…)', part('# reads: ; sets:', 'x=$(\n  y\n)\ncase $(z) in a) ;; esac'), []],
] as const) {
  test(`mistakes in a part: ${what}`, (t) => t.deepEqual(findMistakes(text, parts), [...mistakes]))
}

const hasShellcheck = spawnSync('shellcheck', ['--version']).status === 0

needs('shellcheck', hasShellcheck)('shellcheck sees what a part declares', (t) => {
  for (const [text, code] of [
    [part('# reads: x_a; sets: x_b', 'x_b=$x_a'), undefined],
    [part('# reads: ; sets: x_b', 'x_b=$x_a'), 'SC2154'],
    [part('# reads: x_a; sets:', 'x_b=$x_a'), 'SC2034'],
    [part('# reads: x_a; sets:', ':'), 'SC2034'],
    [part('# reads: ; sets: x_b', ':'), 'SC2154'],
    [part('# reads: x_in; sets:', `${include}\nprintf '%s' "$x_out"`), undefined],
    [part('# reads: ; sets:', `${include}`), 'SC2154'],
    [part('# reads: ; sets: GRANT', 'eval "$1"'), undefined],
    [part('# reads: GRANT; sets:', 'printf "%s" "$x_who"'), undefined],
  ] as const) {
    const shown = showToShellcheck(text, parts, ['x_who', 'x_until'])
    const { stdout } = spawnSync('shellcheck', ['-'], { input: shown, encoding: 'utf8' })
    if (code === undefined) t.is(stdout, '', text)
    else t.true(stdout.includes(code), text)
  }
})
