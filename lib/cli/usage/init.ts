import { fileName as newFile } from '../../layout/tfsso-hcl/root.ts'
import { flag, text } from './options.ts'
import { verb } from './verb.ts'

export const init = verb({
  name: 'init',
  describe: 'Set up a repository: its SSO settings, accounts and roles (asks first)',
  usage: `$0 init [--start-url URL] [--region REGION] [--from FILE] [--yes]

In a project of Leverage’s layout: asks for your AWS access portal, logs you in there, and shows which roles you hold in the project’s accounts. Then it
writes sso_enabled, sso_start_url and sso_region into the project’s tfvars, and a role into those of each account that
has none. It shows the difference first. What is there already stays as it is.

In any other repository: writes the file that says how it is laid out (${newFile}), with the accounts and roles that
you hold at the portal and the directories whose names fit an account’s. What fits nothing stands there as a comment. It
shows the file first. The portal is that of your AWS config file, if that names one only. With --from, the accounts are
those of an AWS config file’s SSO profiles, and nobody logs in.`,
  options: {
    'start-url': text('The address of your AWS access portal'),
    region: text('The region of IAM Identity Center'),
    from: {
      type: 'string',
      normalize: true,
      describe: 'Take the accounts from this AWS config file',
    },
    yes: {
      ...flag('Don’t ask; write a role only if you have exactly one in the account'),
      alias: 'y',
    },
  },
  examples: [
    ['$0 init', 'ask for everything'],
    [
      '$0 init --start-url https://example.awsapps.com/start --region us-east-1 --yes',
      'ask nothing',
    ],
    ['$0 init --from ~/.aws/config', 'a block for each account of your profiles'],
  ],
  run: async (options) => (await import('../../commands/init/command.ts')).init(options),
})
