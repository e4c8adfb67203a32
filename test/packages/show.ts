// Usage: `node --import tsx test/packages/show.ts ROOT TOFU`, as root. Tries the packages in release/. ROOT is a root
// file system without Node.js and npm (debootstrap makes one). TOFU is a real tofu or terraform. This machine's own rpm
// installs the rpm package. This script takes a minute and 300 MB, so it is not part of `npm test`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { startEmulator } from '../../emulator/server.ts'
import { emulatedAws, layers, writeSampleProject } from '../../lib/demo/sample.ts'

const [, , root = '', program = ''] = process.argv
const tool = path.basename(program)
const release = path.resolve('release')
const name = (pattern: RegExp) => fs.readdirSync(release).find((file) => pattern.test(file)) ?? ''
const archive = name(/linux-x64\.tar\.xz$/)
const deb = name(/amd64\.deb$/)
const rpm = name(/x86_64\.rpm$/)
const feature = name(/feature.*\.tar$/)
const directory = archive.replace('.tar.xz', '')

const emulator = await startEmulator({ ...emulatedAws, approval: 'automatic' })
const env = {
  ...emulator.env(),
  HOME: '/root',
  PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
  TFSSO_LOGIN: 'device',
}

for (const file of [archive, deb, feature])
  fs.copyFileSync(path.join(release, file), path.join(root, 'tmp', file))
for (const one of ['tofu', 'terraform'])
  fs.rmSync(path.join(root, 'usr/local/bin', one), { force: true })
fs.copyFileSync(program, path.join(root, 'usr/local/bin', tool))
fs.chmodSync(path.join(root, 'usr/local/bin', tool), 0o755)
fs.rmSync(path.join(root, 'srv/project'), { recursive: true, force: true })
writeSampleProject(path.join(root, 'srv/project'))

const layer = `/srv/project/${layers.dns}`
const plans = (before: string) => `${before}
cd '${layer}'
type ${tool}
${tool} init -input=false >/dev/null && ${tool} plan -input=false | grep -i 'will be created'
${tool} plan -input=false | grep -c 'will be created'
tfsso doctor 2>&1 | grep -i 'node' || :`
/** Lists what is left: names with tfsso, files in HOME, and startup files that mention tfsso. */
const left = `{ find / -xdev -name '*tfsso*' ! -path '/tmp/*'
find $HOME ! -type d ! -name .bashrc ! -name .profile
grep -l tfsso $HOME/.bashrc $HOME/.profile; } | grep . || echo nothing`
const logOut = `cd '${layer}' && tfsso logout; tfsso setup --uninstall`
/** Upgrades tfsso while a run of the old version goes on. */
const duringRun = (upgrade: string) => `cd '${layer}'
(echo 1 + 1; sleep 5; echo 2 + 3) | ${tool} console >/tmp/console & sleep 1
${upgrade} && tfsso --version && wait && cat /tmp/console`

await run('mount', ['-t', 'proc', 'proc', path.join(root, 'proc')])
await step('no node, no npm', 'command -v node npm || echo neither')
await timed(
  'archive: from tar xf to the first plan',
  `cd /tmp && tar xf ${archive} && ./${directory}/install.sh
. $HOME/.local/share/tfsso/env && (cd '${layer}' && tfsso login) && cd '${layer}' && ${tool} init -input=false >/dev/null && ${tool} plan -input=false | grep 'Plan:'`,
)
await step('archive: plans', plans('. $HOME/.local/share/tfsso/env'))
await step(
  'archive: upgrade; a run of the old version goes on',
  `. $HOME/.local/share/tfsso/env
sed -i 's/"version": "[^"]*"/"version": "9.9.9"/' /tmp/${directory}/package.json
${duringRun(`/tmp/${directory}/install.sh && rm -r /tmp/${directory}`)}
cat $HOME/.local/share/tfsso/libexec/node-path; ls $HOME/.local/share/tfsso/versions`,
)
await step(
  'archive: its Node.js gone',
  `. $HOME/.local/share/tfsso/env; n=$HOME/.local/share/tfsso/current/node/bin/node
mv $n $n.x; printf '#!/bin/sh\\necho wrong node\\n' >/usr/local/bin/node; chmod +x /usr/local/bin/node; rm -rf $HOME/.cache/tfsso
cd '${layer}'; ${tool} plan; echo $?; tfsso --version; mv $n.x $n; rm /usr/local/bin/node`,
)
await step('archive: uninstall', `. $HOME/.local/share/tfsso/env; ${logOut}; ${left}`)

await step(
  'deb',
  `dpkg -i /tmp/${deb} && dpkg -L tfsso | grep -v -e usr/lib/tfsso/ && ls /usr/lib/tfsso/lib/*.compiled`,
)
await step(
  'deb: setup',
  `. /etc/profile; command -v ${tool}; tfsso setup --modify-path; tfsso setup --tools tofu; mkdir -p /etc/tfsso && touch /etc/tfsso/enabled; (cd '${layer}' && tfsso login)`,
)
await step('deb: plans', plans('. /etc/profile'))
await step(
  'deb: upgrade; a run of the old version goes on',
  `. /etc/profile; ${duringRun(`dpkg -i /tmp/${deb} && ls /usr/lib/tfsso/lib/*.compiled`)}`,
)
await step(
  'deb: removal',
  `. /etc/profile; ${logOut}; dpkg -r tfsso; rm -r /etc/tfsso; ${left}; dpkg -l tfsso | tail -1`,
)

const byRpm = (...args: string[]) => run('rpm', ['--root', root, '--nodeps', ...args])
await step('rpm', '')
await byRpm('-i', path.join(release, rpm))
await step(
  'rpm: plans',
  `ls /usr/lib/tfsso/lib/*.compiled; touch /etc/tfsso/enabled 2>/dev/null || install -D /dev/null /etc/tfsso/enabled
(. /etc/profile; cd '${layer}' && tfsso login)\n${plans('. /etc/profile')}`,
)
await byRpm('-U', '--replacepkgs', path.join(release, rpm))
await step('rpm: upgrade', `ls /usr/lib/tfsso/lib/*.compiled; tfsso --version; ${logOut}`)
await byRpm('-e', 'tfsso')
await step('rpm: removal', `rm -r /etc/tfsso $HOME/.rpmdb; ${left}`)

await step(
  'feature',
  `mkdir -p /tmp/feature && tar xf /tmp/${feature} -C /tmp/feature && cp /tmp/${archive} /tmp/feature && cd /tmp/feature && sh install.sh
PATH=/usr/local/lib/tfsso/shims:/usr/local/lib/tfsso/bin:$PATH; (cd '${layer}' && tfsso login); ${plans('')}; ${duringRun('sh /tmp/feature/install.sh')}; (cd '${layer}' && tfsso logout)
tfsso setup --uninstall --prefix /usr/local/lib/tfsso; rm -r /tmp/feature; ${left}`,
)
await run('umount', [path.join(root, 'proc')])
process.exit()

async function timed(title: string, line: string): Promise<void> {
  const started = performance.now()
  await step(title, line)
  process.stdout.write(`took ${((performance.now() - started) / 1000).toFixed(1)} s\n`)
}

async function step(title: string, line: string): Promise<void> {
  process.stdout.write(`\n== ${title}\n`)
  await run('chroot', [root, '/bin/sh', '-c', `exec 2>&1\n${line}`])
}

async function run(file: string, args: string[]): Promise<void> {
  const child = spawn(file, args, { env, stdio: ['ignore', 'inherit', 'inherit'] })
  const [status] = await once(child, 'exit')
  if (status !== 0) process.stdout.write(`(ended with ${status})\n`)
}
