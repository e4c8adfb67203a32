import { flag, text } from './options.ts'
import { verb } from './verb.ts'

export const each = verb({
  name: 'each',
  describe: 'Run a command in every layer of the project, or in some of them',
  usage: `$0 each [GLOB…] [OPTIONS] -- CMD…

Runs CMD in the directory of each layer, with that layer's account and role. One login is enough for all layers.

GLOB selects layers: it is the path of a layer or of a directory that contains layers, or a pattern in which * stands for any text,
slashes included. GLOB starts from the project's root. If its first name is . or .., it starts from this directory. A layer is a directory that belongs to an account
and has .tf or .tofu files; local modules are not layers. tfsso skips a layer that is disabled, which means that a name in its path ends in --.

With -j 1 CMD can use the terminal and ask questions. With a higher number its stdin is empty, and its output
is printed in one piece when CMD has ended. After Ctrl-C tfsso starts no further layer, and waits for the running commands.
The exit code is 1 if CMD failed in a layer; else 2 if a layer has changes (-detailed-exitcode); else 0.`,
  positional: {
    name: 'glob',
    many: true,
    type: 'string',
    describe: 'Which layers (default: all)',
  },
  optionalValues: ['changed'],
  options: {
    jobs: { alias: 'j', type: 'number', default: 1, describe: 'How many layers to run at once' },
    'keep-going': { ...flag('Continue with the other layers after a failure'), alias: 'k' },
    all: flag('Also run in disabled layers (a name in the path ends in --)'),
    changed: text(
      'Only layers that have changed since this branch was created from BASE (--changed=BASE; without BASE: from the default branch)',
    ),
  },
  examples: [
    ['$0 each -j 4 -- tofu plan', 'plan all layers, four at once'],
    ["$0 each 'apps-*/*network*' -- tofu validate", 'some of the layers'],
    [
      '$0 each --changed -j 4 -- tofu plan -detailed-exitcode',
      'only the layers that this branch changes',
    ],
    ['$0 each . -- tofu apply', 'the layers below this directory, one after the other'],
  ],
  run: async (options) => (await import('../../commands/each/command.ts')).each(options),
})
