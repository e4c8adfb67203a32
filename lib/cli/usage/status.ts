import { color, json } from './options.ts'
import { verb } from './verb.ts'

export const status = verb({
  name: 'status',
  describe: 'Show project, layer, account and session (exit code 77 without a session)',
  options: {
    json,
    color,
  },
  examples: [
    ['$0 status', 'for people'],
    ['$0 status --json', 'for scripts'],
  ],
  run: async (options) => (await import('../../commands/status/command.ts')).status(options),
})
