import { verb } from './verb.ts'

export const trust = verb({
  name: 'trust',
  describe: "Let other users' files in a directory decide, as those of a shared clone",
  positional: { name: 'directory', type: 'string', describe: 'Which one; without it, this one' },
  options: {
    list: { type: 'boolean', default: false, describe: 'Print the trusted directories' },
    remove: { type: 'boolean', default: false, describe: 'Trust it no longer' },
  },
  examples: [
    ['$0 trust /srv/infra', 'trust all who can write there, for everything below it'],
    ['$0 trust --list', 'what is trusted'],
    ['$0 trust --remove /srv/infra', 'trust it no longer'],
  ],
  run: async ({ directory, list, remove }) =>
    (await import('../../commands/trust.ts')).trust(
      typeof directory === 'string' ? directory : '.',
      { list, remove },
    ),
})
