import path from 'node:path'
import type { Emulator } from '../../emulator/server.ts'
import { fail } from '../text/problem.ts'
import { findProgram } from './environment.ts'
import type { Narrator } from './narrator.ts'
import type { ShownTool } from './real-tool.ts'
import { accounts, layers } from './sample.ts'

interface Tour {
  narrator: Narrator
  emulator: Emulator
  shown: ShownTool
  prefix: string
}

const nothing = () => []

const every = (output: string) => output.split('\n').filter((line) => line.trim() !== '')

/** The result of the last plan or apply; empty if there is none. */
const outcome = (output: string) =>
  [...output.matchAll(/^(?:Plan: \d+ to add|Apply complete! Resources: \d+ added)/gm)]
    .map(([text]) => text)
    .slice(-1)

/** The layers in which `make` has finished. */
const doneIn = (output: string) => [
  [...output.matchAll(/^(\w+): done$/gm)].map(([, layer]) => layer).join(', '),
]

export async function tour(
  project: string,
  { narrator, emulator, shown: { tool, program: real }, prefix }: Tour,
): Promise<void> {
  const at = (layer: string) => path.join(project, layer)
  narrator.say(`\nPlain ${tool} in each layer, with nothing set up`)
  const seen = real ? outcome : every
  for (const layer of [layers.dns, layers.audit, layers.database]) {
    narrator.say(`  ${layer}/`)
    await narrator.run(at(layer), `${tool} init`, seen)
    await narrator.run(at(layer), `${tool} plan`, seen)
    await narrator.run(at(layer), `${tool} apply -auto-approve`, seen)
  }
  const output = await narrator.run(at(layers.database), `${tool} output -json`, nothing)
  if (real) {
    showOutput(narrator, output)
    narrator.say('\nThe states in S3, and who wrote them')
    showStates(narrator, emulator)
  }

  if (findProgram('make', process.env.PATH ?? '', prefix)) {
    narrator.say('\nThe same with make, all layers at once')
    await narrator.run(project, 'make -s -j3', doneIn)
  }

  narrator.say('\nWhere am I?')
  await narrator.run(at(layers.database), 'tfsso status', every)
  narrator.say('\nAnd out')
  await narrator.run(project, 'tfsso logout', every)
}

function showOutput(narrator: Narrator, json: string): void {
  for (const [name, { value }] of Object.entries<{ value: unknown }>(JSON.parse(json)))
    narrator.say(`      ${name} = ${JSON.stringify(value)}`)
}

/** Problem (exit code 1) if a state's writer has the wrong account (not the bucket's) or role. */
function showStates(narrator: Narrator, emulator: Emulator): void {
  for (const { bucket, key, accountId, role } of emulator.objects) {
    const owner = accounts.find(({ id }) => id === emulator.settings.buckets[bucket])
    if (owner?.id !== accountId || owner.role !== role)
      throw fail(`${bucket}/${key} was written by ${accountId} ${role}`)
    narrator.say(`  s3://${bucket}/${key}\n      by ${owner.name} (${accountId}) as ${role}`)
  }
}
