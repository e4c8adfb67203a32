import type { World } from '../../rig/world.ts'
import { cases, describeProject, needsShell, onlyProgram, withScript } from './rig.ts'

const needsBash = needsShell('bash')

/** Calls the completion function as bash does. */
const ask = `source "$1"; shift
COMP_WORDS=(tfsso "$@") COMP_CWORD=$#
_tfsso tfsso "\${COMP_WORDS[COMP_CWORD]}" "\${COMP_WORDS[COMP_CWORD-1]}"
((\${#COMPREPLY[@]} == 0)) || printf '%s\\n' "\${COMPREPLY[@]}"`

async function complete(world: World, script: string, words: string[], cwd: string) {
  // A relative path in XDG_CACHE_HOME does not count.
  const env = { PATH: onlyProgram(world, 'frobnicate'), XDG_CACHE_HOME: 'relative' }
  const args = ['--norc', '-c', ask, 'ask', script, ...words]
  const { stdout, stderr } = await world.run('/bin/bash', args, { cwd, env })
  return { offered: [...new Set(stdout.split('\n').filter(Boolean))].sort(), stderr }
}

needsBash('bash completes, and starts no program', async (t) => {
  const { world, script, layer } = await withScript(t, 'bash')
  for (const [words, offered] of cases)
    t.deepEqual(
      await complete(world, script, words, layer),
      { offered, stderr: '' },
      words.join(' '),
    )
  // bash passes `=` as its own word.
  for (const words of [
    ['exec', '--account', '='],
    ['exec', '--account', '=', ''],
  ])
    t.deepEqual((await complete(world, script, words, layer)).offered, [
      'apps-prd',
      'legacy',
      'security',
      'shared',
    ])
  t.deepEqual((await complete(world, script, ['exec', '--account', '='], world.home)).offered, [])
  const offered = describeProject(world)
  t.deepEqual(await complete(world, script, ['exec', '--account', ''], layer), {
    offered,
    stderr: '',
  })
})

needsBash('with bash-completion loaded, it completes the command after exec', async (t) => {
  const { world, script, layer } = await withScript(t, 'bash')
  for (const name of ['_comp_command_offset', '_command_offset']) {
    const line = `${name}() { COMPREPLY=("from $1"); }\n${ask}`
    const words = ['exec', '--account', 'shared', '--', 'git', 'com']
    const { stdout } = await world.run(
      '/bin/bash',
      ['--norc', '-c', line, 'ask', script, ...words],
      { cwd: layer },
    )
    t.is(stdout, 'from 5\n')
  }
})

needsBash(
  'TAB in bash completes a command, offers files after exec, and no files elsewhere',
  async (t) => {
    const { world, script, layer } = await withScript(t, 'bash')
    const run = world.terminal('exec bash --norc --noprofile -i', {
      cwd: layer,
      env: { PS1: 'ready> ' },
    })
    await run.shows(/ready> $/)
    run.write(`bind 'set bell-style none'; source '${script}'; PS1='loa''ded> '\r`)
    await run.shows(/loaded> $/)
    run.write('tfsso logi\t')
    await run.shows(/tfsso login $/)
    // readline redraws a line in steps. So let bash print the completed line.
    run.write('not\t\t;:\x15tfsso exec -- cat not\t\x01echo \r')
    await run.shows(/^tfsso exec -- cat notes one\.txt\r?$/m)
    t.notRegex(run.screen, /login notes/)
    run.write('\x15exit\r')
    await run.exited
  },
)
