import { verb } from './verb.ts'

export const status = verb({
  name: 'status',
  describe: 'Say where you are and whether there is a session (exit code 77 if not)',
  options: {
    json: { type: 'boolean', default: false, describe: 'Print JSON' },
    color: {
      type: 'boolean',
      default: true,
      describe: 'Colors in a terminal; --no-color prints no colors, as NO_COLOR does',
    },
  },
  examples: [
    ['$0 status', 'for people'],
    ['$0 status --json', 'for scripts'],
  ],
  run: async (options) => (await import('../../commands/status/command.ts')).status(options),
})
