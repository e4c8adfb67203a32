import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import anyTest from 'ava'
import { execa } from 'execa'
import { repository, temporary } from '../rig/install.ts'
import { hangMs } from '../rig/limits.ts'
import { needs } from '../rig/needs.ts'
import { write } from '../rig/project.ts'
import { needsTerraform as test } from '../rig/terraform.ts'
import { asTerraformExec } from '../rig/terraform-exec.ts'
import { makeWorld } from '../rig/world.ts'
import { fencedBlocks } from './fenced.ts'

const page = 'docs/editors.md'
const [settings, container, ...noMore] = fencedBlocks(page, 'json').map((text) => JSON.parse(text))
const terraformPath = 'terraform.languageServer.terraform.path'

/** The commands that terraform-ls runs through terraform-exec, each with its stdin. */
const languageServer: [args: string[], input: string][] = [
  [['version', '-json'], ''],
  [['fmt', '-no-color', '-'], 'locals {\na=1\n}\n'],
  [['validate', '-no-color', '-json'], ''],
]

test('terraform-ls can use the shim as its terraform: it reads exactly what the real terraform prints', async (t) => {
  t.deepEqual(noMore, [])
  t.regex(settings[terraformPath], /^\/.*\/\.local\/share\/tfsso\/shims\/terraform$/)
  const world = await makeWorld(t)
  world.useRealTerraform()
  const cwd = world.layer('apps-prd/us-east-1/net')
  const shim = (await world.tfsso(['which', '--shim'])).stdout.trim()
  t.is(shim, path.join(world.prefix, settings[terraformPath].split('/tfsso/')[1]))
  const real = (await world.tfsso(['which'])).stdout.trim()
  for (const state of ['no session', 'a session']) {
    if (state === 'a session') {
      await world.logIn()
      t.is((await world.terraform(['init'], { cwd })).exitCode, 0)
    }
    for (const [args, input] of languageServer) {
      const run = async (terraform: string) => {
        const { exitCode, stdout, stderr } = await world.run(terraform, args, {
          cwd,
          input,
          env: asTerraformExec({}),
        })
        return { exitCode, stdout, stderr }
      }
      const shown = await run(shim)
      t.is(shown.exitCode, 0, `${args} ${shown.stderr}`)
      t.deepEqual(shown, await run(real), `${args} with ${state}`)
    }
  }
  // This command opens the backend, which needs credentials.
  const schema = await world.run(shim, ['providers', 'schema', '-json'], {
    cwd,
    env: asTerraformExec({}),
  })
  t.deepEqual([schema.exitCode, schema.stderr], [0, ''])
  t.is(JSON.parse(schema.stdout).format_version, '1.0')
})

anyTest('devcontainer: the token is mounted where tfsso looks for it', (t) => {
  const home = '/home/node'
  const [mount, ...rest] = container.mounts
  t.deepEqual(rest, [])
  t.is(mount.target, `${home}/.aws/sso/cache`)
  t.is(mount.source, '${localEnv:HOME}/.aws/sso/cache')
  t.true(container.initializeCommand.includes('mkdir -p "$HOME/.aws/sso/cache"'))
  const prefix = `${home}/.local/share/tfsso`
  t.true(container.remoteEnv.PATH.startsWith(`${prefix}/shims:${prefix}/bin:`))
  t.is(container.customizations.vscode.settings[terraformPath], `${prefix}/shims/terraform`)
})

const fromGit = needs(
  'a git clone',
  Boolean(process.env.CI) || fs.existsSync(path.join(repository, '.git')),
)
fromGit('devcontainer: its command installs tfsso in an empty HOME', async (t) => {
  t.timeout(4 * hangMs)
  const root = temporary('tfsso devcontainer-')
  const [home, workspace] = [path.join(root, 'home'), path.join(root, 'le-tf-infra')]
  fs.mkdirSync(home)
  // This stand-in for npm links the checkout's packages. test/docs/first-half-hour.test.ts tests a clone that has its
  // own packages.
  const npm = `#!/bin/sh\n[ "$1" = ci ] && ln -s '${repository}/node_modules' node_modules\n`
  fs.chmodSync(write(path.join(root, 'bin/npm'), npm), 0o755)
  write(path.join(workspace, 'config/install-tfsso.sh'), fencedBlocks('docs/ci.md', 'sh').join(''))
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: repository, encoding: 'utf8' })
  const env = {
    HOME: home,
    PATH: `${root}/bin:${path.dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
    TFSSO_REPOSITORY: repository,
    TFSSO_COMMIT: commit.trim(),
    TMPDIR: root,
  }
  t.deepEqual(Object.keys(container.containerEnv).sort(), ['TFSSO_COMMIT', 'TFSSO_REPOSITORY'])
  for (const command of [container.initializeCommand, container.onCreateCommand])
    await execa('sh', ['-c', command], { cwd: workspace, env, extendEnv: false })
  t.true(fs.existsSync(path.join(home, '.aws/sso/cache')))
  const remotePath = container.remoteEnv.PATH.replaceAll('/home/node', home).replace(
    '${containerEnv:PATH}',
    env.PATH,
  )
  const { stdout } = await execa('sh', ['-c', 'command -v terraform; tfsso --version'], {
    cwd: workspace,
    env: { ...env, PATH: remotePath },
    extendEnv: false,
  })
  const [terraform, version] = stdout.split('\n')
  t.is(terraform, path.join(home, '.local/share/tfsso/shims/terraform'))
  t.regex(version ?? '', /^\d+\.\d+\.\d+$/)
  t.deepEqual(
    fs.readdirSync(root).filter((name) => name.startsWith('tmp.')),
    [],
  )
})

const direnv = ['/usr/bin/direnv', '/usr/local/bin/direnv'].find((file) => fs.existsSync(file))

needs('direnv', Boolean(process.env.CI) || direnv !== undefined)(
  "direnv puts the shim first on PATH in the project, and gives a layer's credentials in the layer",
  async (t) => {
    const world = await makeWorld(t)
    const [project = '', layer = '', ...rest] = fencedBlocks(page, 'sh')
    t.deepEqual(rest, [])
    const cwd = world.layer('apps-prd/us-east-1/net')
    write(path.join(world.project, '.envrc'), project)
    write(path.join(cwd, '.envrc'), layer)
    await world.logIn()
    // This PATH has tfsso itself, but not the shims.
    const env = {
      DIRENV_LOG_FORMAT: '',
      SHELL: '/bin/bash',
      PATH: `${world.root}/real bin:${world.prefix}/bin:/usr/bin:/bin`,
    }
    for (const at of [world.project, cwd]) {
      const allowed = await world.run(direnv ?? 'direnv', ['allow'], { cwd: at, env })
      t.is(allowed.exitCode, 0, allowed.stderr)
    }
    const inside = async (at: string, command: string) => {
      const args = ['exec', at, 'sh', '-c', command]
      const { exitCode, stdout, stderr } = await world.run(direnv ?? 'direnv', args, {
        cwd: at,
        env,
      })
      t.is(exitCode, 0, stderr)
      return stdout.trim()
    }
    t.is(await inside(world.project, 'command -v terraform'), `${world.prefix}/shims/terraform`)
    t.is(await inside(world.project, 'echo "$AWS_ACCESS_KEY_ID"'), '')
    t.is(await inside(cwd, 'command -v terraform'), `${world.prefix}/shims/terraform`)
    const AWS_ACCESS_KEY_ID = await inside(cwd, 'echo "$AWS_ACCESS_KEY_ID"')
    t.is(world.identity({ AWS_ACCESS_KEY_ID }), '222222222222 DevOpsPrd')
  },
)
