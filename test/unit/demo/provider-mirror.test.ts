import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import {
  findProviderMirror,
  firstMirror,
  writeMirrorConfig,
} from '../../../lib/demo/provider-mirror.ts'
import { temporary } from '../../rig/install.ts'
import { write } from '../../rig/project.ts'

const arch = { x64: 'amd64', ia32: '386' }[process.arch as string] ?? process.arch
const platform = `${process.platform}_${arch}`
const provider = 'registry.terraform.io/hashicorp/aws'

const unpacked = (version: string, on = platform) =>
  `${provider}/${version}/${on}/terraform-provider-aws_v${version}_x5`
const packed = (version: string, on = platform) =>
  `${provider}/terraform-provider-aws_${version}_${on}.zip`

for (const [what, files, version] of [
  ['nothing', [], undefined],
  ['an unpacked provider', [unpacked('5.100.0')], '5.100.0'],
  ['a packed provider', [packed('5.100.0')], '5.100.0'],
  ['several versions', [unpacked('5.99.1'), packed('5.100.0'), unpacked('4.9.0')], '5.100.0'],
  [
    "another platform's",
    [unpacked('5.1.0', 'plan9_mips'), packed('5.1.0', 'plan9_mips')],
    undefined,
  ],
  [
    'a release and newer betas',
    [unpacked('5.0.0'), unpacked('5.0.0-beta1'), packed('5.1.0-beta1')],
    '5.0.0',
  ],
  ['a beta only', [packed('5.0.0-beta1')], '5.0.0-beta1'],
  ['an empty version', [`${provider}/5.1.0/${platform}/LICENSE.txt`], undefined],
  ['an index only', [`${provider}/index.json`, `${provider}/5.1.0.json`], undefined],
  [
    "another's aws",
    [`registry.terraform.io/other/aws/5.1.0/${platform}/terraform-provider-aws`],
    undefined,
  ],
] as const) {
  test(`which provider the demo finds in a directory with ${what}`, (t) => {
    const directory = temporary('tfsso-mirror-')
    for (const file of files) write(path.join(directory, file), '')
    const expected = version && { directory, version, source: provider }
    t.deepEqual(firstMirror([path.join(directory, 'missing'), directory]), expected)
  })
}

test('the first directory that contains a provider is used, whatever the version is', (t) => {
  const [first, second] = [temporary('tfsso-mirror-'), temporary('tfsso-mirror-')]
  write(path.join(first, unpacked('4.0.0')), '')
  write(path.join(second, unpacked('5.0.0')), '')
  t.is(firstMirror([first, second])?.directory, first)
})

for (const [what, below, env] of [
  ["terraform's own", '.terraform.d/plugins', (home: string) => ({ HOME: home })],
  [
    'the directory of XDG',
    'x/terraform/plugins',
    (home: string) => ({ XDG_DATA_HOME: `${home}/x` }),
  ],
  [
    'the shared directory',
    'y/terraform/plugins',
    (home: string) => ({ XDG_DATA_DIRS: `/z:${home}/y` }),
  ],
  [
    'the plugin cache',
    'cache',
    (home: string) => ({ TF_PLUGIN_CACHE_DIR: `${home}/cache`, XDG_DATA_DIRS: '/nowhere' }),
  ],
] as const) {
  test(`the demo looks for the provider in ${what}`, async (t) => {
    const home = temporary('tfsso-mirror-')
    write(path.join(home, below, unpacked('5.0.0')), '')
    t.is((await findProviderMirror(env(home)))?.directory, path.join(home, below))
  })
}

for (const [what, name, text] of [
  ['its plugin cache', '.terraformrc', (home: string) => `plugin_cache_dir = "${home}/it"\n`],
  ['its plugin cache, by a variable', '.terraformrc', () => 'plugin_cache_dir = "$HOME/it"\n'],
  [
    'a mirror',
    '.tofurc',
    (home: string) =>
      `provider_installation {\n  filesystem_mirror {\n    path = "${home}/it"\n  }\n  direct {}\n}\n`,
  ],
] as const) {
  test(`the demo finds a provider if the tester’s CLI configuration names ${what}`, async (t) => {
    const home = temporary('tfsso-mirror-')
    write(path.join(home, 'it', unpacked('5.0.0')), '')
    const file = write(path.join(home, name), text(home))
    const directory = path.join(home, 'it')
    t.is((await findProviderMirror({ HOME: home }))?.directory, directory)
    t.is((await findProviderMirror({ HOME: home, TF_CLI_CONFIG_FILE: file }))?.directory, directory)
    const another = { HOME: home, TF_CLI_CONFIG_FILE: path.join(home, 'missing') }
    t.is((await findProviderMirror(another))?.directory, undefined)
  })
}

test('a CLI configuration that is not valid HCL is ignored', async (t) => {
  const home = temporary('tfsso-mirror-')
  write(path.join(home, '.terraformrc'), 'plugin_cache_dir = {{')
  t.is(await findProviderMirror({ HOME: home, XDG_DATA_DIRS: '/nowhere' }), undefined)
})

test('the CLI configuration that the demo writes names only the mirror', (t) => {
  const root = temporary('tfsso-mirror-')
  const file = writeMirrorConfig(
    { directory: '/a "b"/${c}/%{d}\\e', version: '5.0.0', source: provider },
    root,
  )
  const text = fs.readFileSync(file, 'utf8')
  t.true(text.includes('path = "/a \\"b\\"/$${c}/%%{d}\\\\e"'), text)
  t.notRegex(text, /direct|network/)
})
