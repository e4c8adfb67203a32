import { writeOutput } from '../../terminal/output.ts'
import { fail } from '../../text/problem.ts'
import type { Verb } from '../usage/verb.ts'
import { renderBash } from './bash.ts'
import { renderFish } from './fish.ts'
import { listCompletions } from './table.ts'
import { renderZsh } from './zsh.ts'

const renderers = { bash: renderBash, zsh: renderZsh, fish: renderFish }

export function completion(shell: unknown, verbs: readonly Verb[]): number {
  if (typeof shell !== 'string' || !(shell in renderers)) {
    throw fail(
      'completion needs the name of your shell: bash, zsh or fish.',
      'bash: add to ~/.bashrc: source <(tfsso completion bash)',
      'zsh:  add to ~/.zshrc, after compinit: source <(tfsso completion zsh)',
      'fish: run: tfsso completion fish >~/.config/fish/completions/tfsso.fish',
    )
  }
  const render = renderers[shell as keyof typeof renderers]
  writeOutput(render(listCompletions(verbs)))
  return 0
}
