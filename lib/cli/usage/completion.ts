import { verb } from './verb.ts'

export const completion = verb({
  name: 'completion',
  describe: "Print a script that lets your shell complete tfsso's commands",
  positional: {
    name: 'shell',
    choices: ['bash', 'zsh', 'fish'],
    describe: 'The name of your shell',
  },
  options: {},
  examples: [
    ['source <($0 completion bash)', 'in ~/.bashrc'],
    ['source <($0 completion zsh)', 'in ~/.zshrc, after compinit'],
    ['$0 completion fish >~/.config/fish/completions/tfsso.fish', 'run once'],
  ],
  run: async ({ shell }, verbs) =>
    (await import('../completion/print.ts')).completion(shell, verbs),
})
