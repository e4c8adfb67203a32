import { refused, verb } from './verb.ts'

/** `tfsso prompt` is sh: libexec/prompt.sh. */
export const prompt = verb({
  name: 'prompt',
  describe: 'Print account, role and time left for a shell’s prompt; nothing outside a layer',
  usage: `$0 prompt

Prints for example "apps-prd DevOpsPrd >30m": what this layer's last run was given. The time left is >30m, <30m or expired. A ? says that nothing proves it: no run yet, the next run gets it anew, or a file that decides was written since. docs/prompt.md has it for bash, zsh, fish and starship.`,
  options: {},
  examples: [['$0 prompt', 'in a layer']],
  run: refused('prompt'),
})
