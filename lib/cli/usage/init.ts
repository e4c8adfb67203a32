import { verb } from './verb.ts'

export const init = verb({
  name: 'init',
  describe: 'Write the SSO settings of a project that has none yet (asks first)',
  usage: `$0 init [--start-url URL] [--region REGION] [--yes]

Asks for your AWS access portal, logs you in there, and shows which roles you hold in the project’s accounts. Then it
writes sso_enabled, sso_start_url and sso_region into the project’s tfvars, and a role into those of each account that
has none. It shows the difference first. What is there already stays as it is.`,
  options: {
    'start-url': { type: 'string', describe: 'The address of your AWS access portal' },
    region: { type: 'string', describe: 'The region of IAM Identity Center' },
    yes: {
      alias: 'y',
      type: 'boolean',
      default: false,
      describe: 'Don’t ask; write a role only where you hold exactly one',
    },
  },
  examples: [
    ['$0 init', 'ask for everything'],
    [
      '$0 init --start-url https://example.awsapps.com/start --region us-east-1 --yes',
      'ask for nothing',
    ],
  ],
  run: async (options) => (await import('../../commands/init/command.ts')).init(options),
})
