import { flag, identity } from './options.ts'
import { verb } from './verb.ts'

export const console = verb({
  name: 'console',
  describe: "Open the AWS console in this layer's account and role",
  usage: `$0 console [--account NAME] [--role ROLE] [--print] [SERVICE | /PATH]

Opens a link of the access portal in your browser. The portal signs you in and opens the console. If no browser can be opened, tfsso prints the link. The link contains no credentials. tfsso sends a request to AWS only if the account's role is missing or invalid: it asks for the names of your roles.`,
  positional: {
    name: 'where',
    type: 'string',
    describe: 'A service (s3, ec2, rds …), or a path of the console that begins with /',
  },
  options: {
    ...identity,
    print: flag('Print the link and open nothing'),
  },
  examples: [
    ['$0 console', "the console's home page, in this layer's account and role"],
    ['$0 console s3', 'a service'],
    ["$0 console '/ec2/home#Instances:'", 'a page of the console'],
    ['$0 console --account shared --role ReadOnly --print', 'the link, for another browser'],
  ],
  run: async (options) => (await import('../../commands/console/command.ts')).openConsole(options),
})
