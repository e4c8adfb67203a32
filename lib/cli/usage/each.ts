import { flag, text } from './options.ts'
import { verb } from './verb.ts'

export const each = verb({
  name: 'each',
  describe: 'Run a command in every layer of the project, or in some of them',
  usage: `$0 each [GLOB…] [OPTIONS] -- CMD…

Runs CMD in the directory of each layer, with that layer’s account and role, and with one login for all.

GLOB is a path from the project’s root: a layer, a directory of layers, or a pattern; * stands for any text,
slashes included. One that starts with a dot goes from this directory. A layer is a directory of an account
with .tf or .tofu files; the source of a local module is none. Layers below a name that ends in -- are left out.

With -j 1 CMD has the terminal, and may ask. With more at once its stdin is empty, and what it prints
comes in one piece when it has ended. Ctrl-C starts no further layer and waits for those that run.
The exit code is 1 if a layer failed; else 2 if one has changes (-detailed-exitcode); else 0.`,
  positional: {
    name: 'glob',
    many: true,
    type: 'string',
    describe: 'Which layers; all of them by default',
  },
  optionalValues: ['changed'],
  options: {
    jobs: { alias: 'j', type: 'number', default: 1, describe: 'How many layers to run at once' },
    'keep-going': { ...flag('Go on with the other layers after one has failed'), alias: 'k' },
    all: flag('Disabled layers (--), too'),
    changed: text(
      'Only layers that differ from this git revision (--changed=BASE; without BASE: from the default branch)',
    ),
  },
  examples: [
    ['$0 each -j 4 -- tofu plan', 'plan all layers, four at once'],
    ["$0 each 'apps-*/*network*' -- tofu validate", 'some of the layers'],
    [
      '$0 each --changed -j 4 -- tofu plan -detailed-exitcode',
      'only the layers that this branch changes',
    ],
    ['$0 each . -- tofu apply', 'below this directory, one after the other'],
  ],
  run: async (options) => (await import('../../commands/each/command.ts')).each(options),
})
