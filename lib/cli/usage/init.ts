import { fileName as newFile } from '../../layout/tfsso-hcl/root.ts'
import { flag, text } from './options.ts'
import { verb } from './verb.ts'

export const init = verb({
  name: 'init',
  describe: 'Set up a repository: its SSO settings, accounts and roles (asks first)',
  usage: `$0 init [--start-url URL] [--region REGION] [--from FILE] [--yes]

In a project in Leverage's layout: asks for your AWS access portal, logs you in, and shows which roles you have in the project's accounts. Then it
adds sso_enabled, sso_start_url and sso_region to the project's tfvars, and a role to the tfvars of each account that
has none. It shows the difference before it writes, and does not change existing settings.

In any other repository: writes the file ${newFile}, which says which directory belongs to which account. The file contains the accounts and roles that
you have at the portal, and for each account the directories whose names match the account's name. Accounts and directories without a match appear as comments. tfsso
shows the file before it writes it. If your AWS config file names only one portal, tfsso uses that portal. With --from, tfsso takes the accounts
from the SSO profiles in an AWS config file, without a login.`,
  options: {
    'start-url': text('The address of your AWS access portal'),
    region: text('The region of IAM Identity Center'),
    from: {
      type: 'string',
      normalize: true,
      describe: 'Take the accounts from this AWS config file',
    },
    yes: {
      ...flag(
        'Write without asking. Add a role only where you have exactly one role in the account',
      ),
      alias: 'y',
    },
  },
  examples: [
    ['$0 init', 'ask for everything'],
    [
      '$0 init --start-url https://example.awsapps.com/start --region us-east-1 --yes',
      'ask nothing',
    ],
    ['$0 init --from ~/.aws/config', 'take the accounts from your SSO profiles'],
  ],
  run: async (options) => (await import('../../commands/init/command.ts')).init(options),
})
