import { flag } from './options.ts'
import { verb } from './verb.ts'

export const trust = verb({
  name: 'trust',
  describe: 'Trust a directory whose files belong to other users, such as a shared clone',
  positional: {
    name: 'directory',
    type: 'string',
    describe: 'The directory (default: this directory)',
  },
  options: {
    list: flag('Print the trusted directories'),
    remove: flag('Remove the directory from the list'),
  },
  examples: [
    ['$0 trust /srv/infra', 'accept all files in this directory and below it, whoever owns them'],
    ['$0 trust --list', 'list the trusted directories'],
    ['$0 trust --remove /srv/infra', 'remove the directory from the list'],
  ],
  run: async ({ directory, list, remove }) =>
    (await import('../../commands/trust.ts')).trust(
      typeof directory === 'string' ? directory : '.',
      { list, remove },
    ),
})
