import { verb } from './verb.ts'

export const configure = verb({
  name: 'configure',
  describe: 'Write profiles for the AWS CLI and other tools into your AWS config (asks first)',
  options: {
    yes: { alias: 'y', type: 'boolean', default: false, describe: 'Write without asking' },
    force: {
      type: 'boolean',
      default: false,
      describe: 'Replace sections that have the same names and that tfsso did not write',
    },
    'dry-run': { type: 'boolean', default: false, describe: 'Only show what would change' },
    remove: {
      type: 'boolean',
      default: false,
      describe: 'Remove what tfsso wrote for this project (outside a project: for all projects)',
    },
    print: { type: 'boolean', default: false, describe: 'Print the sections and write nothing' },
  },
  examples: [
    ['$0 configure', 'show the difference, ask, then write'],
    ['$0 configure --dry-run', 'show the difference only'],
    ['$0 configure --print', 'for home-manager and similar tools'],
    ['$0 configure --remove', 'remove the profiles again'],
  ],
  run: async (options) => (await import('../../commands/configure.ts')).configure(options),
})
