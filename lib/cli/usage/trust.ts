import { flag } from './options.ts'
import { verb } from './verb.ts'

export const trust = verb({
  name: 'trust',
  describe: 'Trust a directory whose files belong to other users, such as a shared clone',
  positional: { name: 'directory', type: 'string', describe: 'Which one; without it, this one' },
  options: {
    list: flag('Print the trusted directories'),
    remove: flag('Stop trusting it'),
  },
  examples: [
    ['$0 trust /srv/infra', 'trust everyone who can write there, for everything below it'],
    ['$0 trust --list', 'list the trusted directories'],
    ['$0 trust --remove /srv/infra', 'stop trusting it'],
  ],
  run: async ({ directory, list, remove }) =>
    (await import('../../commands/trust.ts')).trust(
      typeof directory === 'string' ? directory : '.',
      { list, remove },
    ),
})
