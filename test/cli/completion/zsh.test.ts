import path from 'node:path'
import type { World } from '../../rig/world.ts'
import { cases, describeProject, needsShell, onlyProgram, withScript } from './rig.ts'

const needsZsh = needsShell('zsh')

/**
 * Starts a zsh that shows all suggestions, as in `<one|two>`, instead of completing. The returned function types words
 * after `tfsso` and returns the suggestions.
 */
async function startZsh(world: World, cwd: string, load: string, cacheHome: string) {
  const run = world.terminal('exec /bin/zsh -f -i', {
    cwd,
    env: { PS1: 'ready> ', PATH: onlyProgram(world, 'frobnicate'), XDG_CACHE_HOME: cacheHome },
  })
  await run.shows(/ready> /)
  const setUp = `autoload -Uz compinit && ${load}
compadd() {
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
  typeset -a __hits
  builtin compadd -A __hits "$@"
  offered+=("\${__hits[@]}")
  builtin compadd "$@"
}
show() {
  local -a offered
  zle complete-word
  BUFFER=
  print -r -- "<\${(j:|:)\${(@ou)offered}}>"
  zle reset-prompt
}
zle -N show; zle -C complete-word complete-word _main_complete; bindkey '^X' show
unsetopt zle_bracketed_paste 2>/dev/null; PS1='loa''ded> '
`
  run.write(`${setUp.replaceAll('\n', '\r')}`)
  await run.shows(/loaded> /)
  let seen = run.screen.length
  return async (words: string[]) => {
    run.write(`tfsso ${words.join(' ')}\x18`)
    seen = run.screen.length
    await run.shows(new RegExp(`^[\\s\\S]{${seen}}[\\s\\S]*<([^<>\\r\\n]*)>`))
    return (/<([^<>\r\n]*)>/.exec(run.screen.slice(seen))?.[1] ?? '').split('|').filter(Boolean)
  }
}

for (const [how, load, cacheHome] of [
  ['sourced', (script: string) => `compinit -u -D; source '${script}'`, () => 'relative'],
  [
    'in fpath',
    (script: string) => `fpath=('${path.dirname(script)}' $fpath); compinit -u -D`,
    (home: string) => `${home}/.cache`,
  ],
] as const) {
  needsZsh(`zsh completes, ${how}`, async (t) => {
    const { world, script, layer } = await withScript(t, 'zsh')
    const complete = await startZsh(world, layer, load(script), cacheHome(world.home))
    for (const [words, offered] of cases)
      t.deepEqual(await complete(words), offered, words.join(' '))
    const offered = describeProject(world)
    t.deepEqual(await complete(['exec', '--account', '']), offered)
  })
}
