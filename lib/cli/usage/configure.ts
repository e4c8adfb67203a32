import { flag } from './options.ts'
import { verb } from './verb.ts'

export const configure = verb({
  name: 'configure',
  describe: 'Write profiles for the AWS CLI and other tools into your AWS config (asks first)',
  options: {
    yes: { ...flag('Write without asking'), alias: 'y' },
    force: flag('Replace sections that have the same names and that tfsso did not write'),
    'dry-run': flag('Only show what would change'),
    remove: flag('Remove what tfsso wrote for this project (outside a project: for all projects)'),
    print: flag('Print the sections and write nothing'),
  },
  examples: [
    ['$0 configure', 'show the difference, ask, then write'],
    ['$0 configure --dry-run', 'show the difference only'],
    ['$0 configure --print', 'for home-manager and similar tools'],
    ['$0 configure --remove', 'remove the profiles again'],
  ],
  run: async (options) => (await import('../../commands/configure.ts')).configure(options),
})
