import { refused, verb } from './verb.ts'

/** `tfsso setup` is lib/install, by way of install.sh: bin/tfsso and npm/tfsso start that. */
export const setup = verb({
  name: 'setup',
  describe: 'Put the shims in place after `npm install -g`; again after an upgrade',
  options: {
    prefix: { type: 'string', describe: 'The directory to install into' },
    tools: {
      type: 'string',
      describe: 'The tools to have a shim for: a list of terraform, tofu, terragrunt',
    },
    'modify-path': { type: 'boolean', describe: "Put it on PATH in your shell's startup files" },
    uninstall: { type: 'boolean', describe: 'Take it all away' },
    'dry-run': { type: 'boolean', describe: 'Say what would be done, and do nothing' },
  },
  examples: [
    ['$0 setup --modify-path', 'install, or upgrade, with the line for PATH'],
    ['$0 setup --tools tofu', 'no shim for terraform'],
    ['$0 setup --uninstall', 'before `npm uninstall -g tfsso`'],
  ],
  run: refused('setup'),
})
