import { flag, json } from './options.ts'
import { verb } from './verb.ts'

export const accounts = verb({
  name: 'accounts',
  describe: "List your accounts and roles at AWS, and compare them with the project's",
  usage: `$0 accounts [--json] [--refresh]

Lists every role that you have in every account of the project's portals, and shows which of these roles the project's files name. If the project names a role that you don't have, either the project's files are wrong, or AWS has not assigned the role to you. tfsso stores AWS's answer for a day.`,
  options: {
    json,
    refresh: flag('Ask AWS again, even if the stored answer is less than a day old'),
  },
  examples: [
    ['$0 accounts', 'your roles, and the roles that the project names'],
    ['$0 accounts --json --refresh', 'for scripts, with a new answer from AWS'],
  ],
  run: async (options) => (await import('../../commands/accounts/command.ts')).accounts(options),
})
