import { flag, json } from './options.ts'
import { verb } from './verb.ts'

export const accounts = verb({
  name: 'accounts',
  describe: 'List the accounts and roles that you have at AWS, compared with the project’s',
  usage: `$0 accounts [--json] [--refresh]

Shows every role that you have in every account of the project’s portals, and which of them the project names. A role that the project names and you don't have is wrong in the project’s files, or not assigned to you. What AWS says is kept for a day.`,
  options: {
    json,
    refresh: flag('Ask AWS again'),
  },
  examples: [
    ['$0 accounts', 'what you have, and what the project names'],
    ['$0 accounts --json --refresh', 'for scripts, asked now'],
  ],
  run: async (options) => (await import('../../commands/accounts/command.ts')).accounts(options),
})
