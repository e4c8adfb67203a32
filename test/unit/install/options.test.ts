import test from 'ava'
import { type Options, readOptions } from '../../../lib/install/options.ts'

const nothing: Options = {
  action: 'install',
  prefix: undefined,
  tools: undefined,
  modifyPath: false,
  dryRun: false,
  browser: false,
  destination: undefined,
}

const understood: [args: string[], options: Partial<Options>][] = [
  [[], {}],
  [['--prefix', 'a b'], { prefix: 'a b' }],
  [['--prefix=a=b'], { prefix: 'a=b' }],
  [['--prefix', '--dry-run'], { prefix: '--dry-run' }],
  [['--prefix', 'a\nb'], { prefix: 'a\nb' }],
  [['--prefix=a\nb'], { prefix: 'a\nb' }],
  [['--modify-path', '--dry-run'], { modifyPath: true, dryRun: true }],
  [['--uninstall', '--prefix', '/p'], { action: 'uninstall', prefix: '/p' }],
  [['--demo', '--browser'], { action: 'demo', browser: true }],
  [['--tools', 'tofu'], { tools: ['tofu'] }],
  [['--tools=tofu,terraform'], { tools: ['terraform', 'tofu'] }],
]

for (const [args, options] of understood) {
  test(`install.sh accepts the options ${JSON.stringify(args)}`, (t) => {
    t.deepEqual(readOptions(args, 'sh install.sh'), { ...nothing, ...options })
  })
}

const refused: [args: string[], said: RegExp][] = [
  [['--wat'], /^tfsso setup has no option --wat\./],
  [['--modify-path=yes'], /no option --modify-path=yes\./],
  [['here'], /no option here\./],
  [[''], /no option \./],
  [['--prefix'], /^--prefix needs a directory/],
  [['--prefix', ''], /^--prefix needs a directory/],
  [['--prefix='], /^--prefix needs a directory/],
  [['--prefix', '/x', '--destination'], /^--destination needs a directory/],
  [['--prefix=/x', '--destination='], /^--destination needs a directory/],
  [['--prefix=x', '--destination=/y'], /^--destination needs a directory, --prefix/],
  [['--prefix=/x', '--destination=/y', '--tools=tofu'], /^--destination needs .* no other option/],
  [['--browser'], /--demo/],
  [['--demo', '--prefix', '/x'], /^--demo installs nothing/],
  [['--demo', '--tools', 'tofu'], /^--demo installs nothing/],
  [['--uninstall', '--modify-path'], /use only one of the two/],
  [['--uninstall', '--tools', 'tofu'], /leave --tools out/],
  [['--tools', 'terraform,pulumi'], /names "pulumi"/],
  [['--tools'], /names ""/],
]

for (const [args, message] of refused) {
  test(`install.sh refuses the options ${JSON.stringify(args)}`, (t) => {
    t.throws(() => readOptions(args, 'tfsso setup'), { name: 'Problem', code: 1 as never, message })
  })
}
