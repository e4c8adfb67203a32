import { flag, identity } from './options.ts'
import { verb } from './verb.ts'

export const console = verb({
  name: 'console',
  describe: 'Open the AWS console in this layer’s account and role',
  usage: `$0 console [--account NAME] [--role ROLE] [--print] [SERVICE | /PATH]

Opens the access portal's own link to the console in your browser; the portal signs you in. Where there is no browser, the link is printed. No credential leaves this machine, and nothing is asked of AWS.`,
  positional: {
    name: 'where',
    type: 'string',
    describe: 'A service (s3, ec2, rds …), or a path of the console from its first /',
  },
  options: {
    ...identity,
    print: flag('Print the link and open nothing'),
  },
  examples: [
    ['$0 console', 'the console’s home page, in this layer’s account and role'],
    ['$0 console s3', 'a service'],
    ["$0 console '/ec2/home#Instances:'", 'a page of the console'],
    ['$0 console --account shared --role ReadOnly --print', 'the link, for another browser'],
  ],
  run: async (options) => (await import('../../commands/console/command.ts')).openConsole(options),
})
