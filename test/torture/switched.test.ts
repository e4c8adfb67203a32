import path from 'node:path'
import { write } from '../rig/project.ts'
import { s3Layer } from '../rig/repository.ts'
import { askers, identities, prepareSwitched } from '../rig/switched.ts'
import { needsTerraform } from '../rig/terraform.ts'
import { long, report } from './figures.ts'

/**
 * The layer's own state is always in prod's bucket, and its backend names a profile. The data source names no profile:
 * it uses the run's keys. It reads a state from the current workspace's bucket.
 */
const readsOfWorkspace = s3Layer(
  { bucket: 'acme-prod-state', key: 'stacks', profile: 'acme-prod-State' },
  `data "terraform_remote_state" "x" {
  backend = "s3"
  config = {
    bucket = "acme-\${terraform.workspace == "default" ? "dev" : terraform.workspace}-state"
    key    = "k"
    region = "us-east-1"
  }
}
output "x" {
  value = data.terraform_remote_state.x.outputs
}
`,
)

/** at least 0 and less than 1; the same seed gives the same sequence */
function* random(seed: number): Generator<number, never> {
  let state = seed
  for (;;) {
    state = (state * 1103515245 + 12345) % 2 ** 31
    yield state / 2 ** 31
  }
}

/** `whose`: the account that the command must use */
interface Step {
  directory: 'infra' | 'stacks'
  args: string[]
  env?: Record<string, string>
  whose: string
  /** 1: the tool refuses the command; 78: tfsso refuses it */
  exitCode: number
  then?: () => void
}

needsTerraform(
  'random sequences of select, init, refused init, plan and apply send no request in the wrong account',
  async (t) => {
    const { world, root } = await prepareSwitched(t)
    write(path.join(root, 'stacks/main.tf'), readsOfWorkspace)
    const next = random(7)
    const pick = <T>(all: readonly T[]) => all[Math.floor(next.next().value * all.length)] as T
    const config: Record<string, string> = { prod: 'prod.hcl', dev: 'dev.json' }
    let [bucket, workspace] = ['dev', 'dev']

    const choices: (() => Step)[] = [
      () => {
        const whose = pick(['prod', 'dev'])
        const args = ['init', '-input=false', '-reconfigure', `-backend-config=${config[whose]}`]
        const then = () => {
          bucket = whose
        }
        return { directory: 'infra', args, whose, exitCode: 0, then }
      },
      () => {
        const whose = bucket === 'dev' ? 'prod' : 'dev'
        const args = ['init', '-input=false', `-backend-config=${config[whose]}`]
        return { directory: 'infra', args, whose, exitCode: 1 }
      },
      () => ({
        directory: 'infra',
        args: pick([['plan'], ['apply', '-auto-approve']]),
        whose: bucket,
        exitCode: 0,
      }),
      () => {
        const whose = pick(['prod', 'dev'])
        const then = () => {
          workspace = whose
        }
        const args = ['workspace', 'select', whose]
        return { directory: 'stacks', args, whose, exitCode: 0, then }
      },
      () => ({
        directory: 'stacks',
        args: ['workspace', 'select', 'other'],
        whose: 'nobody',
        exitCode: 78,
      }),
      () => ({
        directory: 'stacks',
        args: pick([['plan'], ['apply', '-auto-approve']]),
        whose: workspace,
        exitCode: 0,
      }),
      () => {
        const whose = pick(['prod', 'dev'])
        const env = { TF_WORKSPACE: whose }
        return { directory: 'stacks', args: ['plan'], env, whose, exitCode: 0 }
      },
    ]

    const take = async ({ directory, args, env = {}, whose, exitCode, then }: Step) => {
      const from = world.emulator.calls.length
      const ran = await world.terraform(args, { cwd: path.join(root, directory), env })
      const title = `${directory}: ${args.join(' ')} ${JSON.stringify(env)}`
      t.is(ran.exitCode, exitCode, `${title}: ${ran.stderr}`)
      // In `stacks` the state is in prod's bucket. A profile gives access to it.
      const allowed = [identities[whose], ...(directory === 'stacks' ? [identities.state] : [])]
      for (const asker of askers(world, from)) t.true(allowed.includes(asker), `${title}: ${asker}`)
      then?.()
    }
    const begin: [directory: Step['directory'], line: string, whose: string][] = [
      ['infra', 'init -input=false -backend-config=prod.hcl', 'prod'],
      ['infra', 'apply -auto-approve', 'prod'],
      ['infra', 'init -input=false -reconfigure -backend-config=dev.json', 'dev'],
      ['infra', 'apply -auto-approve', 'dev'],
      ['stacks', 'init', 'dev'],
      ['stacks', 'workspace new prod', 'prod'],
      ['stacks', 'workspace new dev', 'dev'],
    ]
    for (const [directory, line, whose] of begin)
      await take({ directory, args: line.split(' '), whose, exitCode: 0 })
    const sequences = long ? 2000 : 8
    for (let step = 0; step < 2 * sequences; step++) await take(pick(choices)())
    report({
      attack:
        'Random sequences of workspace select, init, refused init, plan and apply, in directories that are used for several accounts',
      tries: 2 * sequences,
      outcome: 'every request in the account of the workspace or bucket that was chosen last',
    })
  },
)
