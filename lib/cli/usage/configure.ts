import { verb } from './verb.ts'

export const configure = verb({
  name: 'configure',
  describe: 'Write profiles for the AWS CLI and other tools into your AWS config (asks first)',
  options: {
    yes: { alias: 'y', type: 'boolean', default: false, describe: 'Don’t ask' },
    force: {
      type: 'boolean',
      default: false,
      describe: 'Replace sections of the same names that tfsso did not write',
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
    ['$0 configure', 'show the difference, ask, write'],
    ['$0 configure --dry-run', 'show the difference only'],
    ['$0 configure --print', 'for home-manager and the like'],
    ['$0 configure --remove', 'remove it again'],
  ],
  run: async (options) => (await import('../../commands/configure.ts')).configure(options),
})
