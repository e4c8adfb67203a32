import { cases, describeProject, needsShell, onlyProgram, withScript } from './rig.ts'

const needsFish = needsShell('fish')

needsFish('fish completes, and starts no program', async (t) => {
  const { world, script, layer } = await withScript(t, 'fish')
  const ask = async (typed: string) => {
    const line = `source '${script}'; complete -C '${typed}'`
    // A relative path in XDG_CACHE_HOME does not count.
    const env = { PATH: onlyProgram(world, 'frobnicate'), XDG_CACHE_HOME: 'relative' }
    const { stdout, stderr } = await world.run('/usr/bin/fish', ['--no-config', '-c', line], {
      cwd: layer,
      env,
    })
    t.is(stderr, '')
    return stdout.split('\n').filter(Boolean)
  }
  for (const [words, offered] of cases) {
    const lines = await ask(`tfsso ${words.join(' ')}`)
    t.deepEqual(lines.map((line) => line.split('\t')[0]).sort(), offered, words.join(' '))
  }
  t.regex((await ask('tfsso conf'))[0] ?? '', /^configure\tWrite profiles/)
  t.deepEqual(await ask('tfsso exec -- cat not'), ['notes one.txt'])
  const offered = describeProject(world)
  const names = (await ask('tfsso exec --account ')).map((line) => line.split('\t')[0])
  t.deepEqual(names.sort(), offered)
})
