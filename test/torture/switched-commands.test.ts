import fs from 'node:fs'
import path from 'node:path'
import { needs } from '../rig/needs.ts'
import { noteStarts } from '../rig/noted-tool.ts'
import { findTerraform, findTofu } from '../rig/real-terraform.ts'
import { s3Layer, ssoBlock } from '../rig/repository.ts'
import { prepareSwitched } from '../rig/switched.ts'
import { long, report } from './figures.ts'

/*
 * Which account do the real tools use in a directory of two accounts? test/unit/layout/tfsso-hcl/product.test.ts tries
 * all combinations, without a tool.
 */

/** `chosen`: the account in TFSSO_ACCOUNT */
interface State {
  workspace: string
  bucket: Name | undefined
  chosen?: string
}
type Name = 'prod' | 'dev'

const names: readonly Name[] = ['prod', 'dev']
const ids: Record<Name, string> = { prod: '222222222222', dev: '111111111111' }
const roles: Record<Name, string> = { prod: 'Deploy', dev: 'PowerUser' }
const fits = (workspace: string, name: Name) =>
  workspace.startsWith(name) || (name === 'dev' && workspace === 'default')

const hcl = [
  ssoBlock('acme'),
  ...names.map((name) => {
    const workspaces = name === 'dev' ? '["dev*", "default"]' : '["prod*"]'
    return `account "${name}" {
  id         = "${ids[name]}"
  role       = "${roles[name]}"
  paths      = ["both"]
  workspaces = ${workspaces}
  buckets    = ["acme-${name}-*"]
}
`
  }),
].join('')

const body = 'resource "terraform_data" "x" {\n  input = "x"\n}\noutput "x" {\n  value = 1\n}\n'

interface Command {
  line: string
  /** the workspace, or the bucket, that the arguments choose */
  workspace?: string
  bucket?: Name | undefined
  /** the account of the plan file in the arguments */
  plan?: Name
  /** the exit code if the command gets the credentials of the bucket's account; by default 0 */
  code?: number
  once?: true
}

/** `number` becomes a part of a new workspace's name. */
function commandsIn({ bucket = 'dev' }: State, number: number): Command[] {
  const other = bucket === 'prod' ? 'dev' : 'prod'
  const fresh = `${bucket}-${number}`
  return [
    { line: 'init -input=false' },
    { line: `init -input=false -backend-config=${other}.hcl`, bucket: other, code: 1 },
    {
      line: `init -input=false -reconfigure -backend-config=${other}.hcl`,
      bucket: other,
    },
    { line: 'plan' },
    { line: 'apply -auto-approve' },
    { line: 'apply prod.plan', plan: 'prod' },
    { line: 'apply dev.plan', plan: 'dev' },
    { line: 'workspace select prod', workspace: 'prod' },
    { line: 'workspace select dev', workspace: 'dev' },
    { line: `workspace new ${fresh}`, workspace: fresh, once: true },
    { line: 'workspace list' },
    { line: `workspace delete ${fresh}`, once: true },
    { line: 'output' },
    { line: 'state list' },
  ]
}

/** Returns undefined if the command must exit with 78. */
function expectedOf(state: State, command: Command): Name | undefined {
  const workspace = command.workspace ?? state.workspace
  const bucket = command.bucket ?? state.bucket
  if (command.plan && (command.plan !== bucket || command.plan !== workspace)) return undefined
  if (state.chosen) return names.find((name) => name === state.chosen)
  return names.find((name) => bucket === name && fits(workspace, name))
}

const states: State[] = long
  ? ['default', 'prod', 'dev', 'other'].flatMap((workspace) =>
      [undefined, ...names].flatMap((bucket) =>
        ['', 'prod', 'dev', 'gone'].map((chosen) => ({ workspace, bucket, chosen })),
      ),
    )
  : [
      { workspace: 'prod', bucket: 'prod' },
      { workspace: 'dev', bucket: 'dev' },
      { workspace: 'dev', bucket: 'prod' },
      { workspace: 'dev', bucket: 'prod', chosen: 'prod' },
    ]

const programs = [
  ['terraform', findTerraform()],
  ['tofu', findTofu()],
] as const
const areBothThere = programs.every(([, program]) => program !== undefined)

for (const [place, [tool, program = '']] of programs.entries())
  needs(tool, program !== '')(
    `the real ${tool} gets the right account, or is not started, for each workspace, bucket, TFSSO_ACCOUNT and command`,
    async (t) => {
      const { world } = await prepareSwitched(t)
      const root = path.join(world.root, 'switched')
      const cwd = path.join(root, 'both')
      fs.mkdirSync(path.join(cwd, '.terraform'), { recursive: true })
      fs.writeFileSync(path.join(root, 'tfsso.hcl'), hcl)
      fs.writeFileSync(path.join(cwd, 'main.tf'), s3Layer({ key: 'k' }, body))
      for (const name of names)
        fs.writeFileSync(path.join(cwd, `${name}.hcl`), `bucket = "acme-${name}-state"\n`)
      const { env, whoStarted } = noteStarts(world, tool, program)

      const run = async (line: string, chosen = '') => {
        const options = { cwd, env: { ...env, TFSSO_ACCOUNT: chosen } }
        const { exitCode, stderr } = await world.shim(tool, line.split(' '), options)
        return { exitCode, stderr, who: whoStarted() }
      }
      const good = async (line: string, chosen: string) => {
        const { exitCode, stderr } = await run(line, chosen)
        t.is(exitCode, 0, `${line}: ${stderr}`)
      }
      const inData = (name: string) => path.join(cwd, '.terraform', name)
      const stored = new Map<Name, Buffer>()
      const switchTo = ({ workspace, bucket }: State) => {
        fs.writeFileSync(inData('environment'), workspace)
        const backend = bucket && stored.get(bucket)
        if (backend) fs.writeFileSync(inData('terraform.tfstate'), backend)
        else fs.rmSync(inData('terraform.tfstate'), { force: true })
      }

      for (const name of names) {
        switchTo({ workspace: 'default', bucket: undefined })
        await good(`init -input=false -backend-config=${name}.hcl`, name)
        stored.set(name, fs.readFileSync(inData('terraform.tfstate')))
        for (const other of names) await good(`workspace new ${other}`, name)
        switchTo({ workspace: name, bucket: name })
        await good('apply -auto-approve', name)
        await good(`plan -out=${name}.plan`, name)
      }

      let [rows, decided] = [0, 0]
      const check = async (state: State, command: Command, title: string) => {
        switchTo(state)
        const name = expectedOf(state, command)
        const { exitCode, stderr, who } = await run(command.line, state.chosen)
        const said = `${JSON.stringify(state)} ${command.line} (${title}): ${stderr}`
        t.is(who, name && `${ids[name]} ${roles[name]}`, said)
        const bucket = command.bucket ?? state.bucket
        if (!name) t.is(exitCode, 78, said)
        else if (name === bucket && state.workspace !== 'other' && state.bucket)
          t.is(exitCode, command.code ?? 0, said)
        else t.not(exitCode, 78, said)
        rows += 1
        decided += name ? 1 : 0
      }
      for (const [number, state] of states.entries()) {
        // If both tools are installed, the short form tries each state with only one of them.
        if (!long && areBothThere && number % 2 !== place) continue
        for (const [at, command] of commandsIn(state, number).entries()) {
          // The short form tries every second command, but in the first state all.
          if (!long && number > 0 && at % 2 !== number % 2) continue
          // A run that is not cold can find a grant from another state.
          const cold = long || at % 2 === 0
          if (cold) fs.rmSync(path.join(world.home, '.cache/tfsso/grants'), { recursive: true })
          await check(state, command, cold ? 'cold' : 'after another state')
          if (!command.once && (long || number === 0)) await check(state, command, 'warm')
          if (!long && number === 0 && !cold)
            await check({ ...state, chosen: 'gone' }, command, 'warm')
        }
      }
      for (const { bucket, accountId } of world.emulator.objects)
        t.is(accountId, bucket === 'acme-prod-state' ? ids.prod : ids.dev)
      t.true(decided > rows / 3 && decided < rows)
      report({
        attack: `Each combination of workspace, bucket, TFSSO_ACCOUNT and command in a directory that is used for two accounts, cold and warm, with the real ${tool}`,
        tries: rows,
        outcome: `${decided} in the expected account, ${rows - decided} refused (78)`,
      })
    },
  )
