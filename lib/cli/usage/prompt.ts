import { refused, verb } from './verb.ts'

/** written in sh: libexec/prompt.sh */
export const prompt = verb({
  name: 'prompt',
  describe: "Print account, role and time left for a shell's prompt; nothing outside a layer",
  usage: `$0 prompt

Prints for example "apps-prd DevOpsPrd >30m": account, role and time left of this layer's last run. The time left is >30m, <30m or expired. A ? at the end means that the text might be out of date: there was no run yet, the credentials must be renewed, or something that decides the account or role has changed since that run. docs/prompt.md shows how to use it in bash, zsh, fish and starship.`,
  options: {},
  examples: [['$0 prompt', 'in a layer']],
  run: refused('prompt'),
})
