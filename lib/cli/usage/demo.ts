import { verb } from './verb.ts'

export const demo = verb({
  name: 'demo',
  describe: 'Show it all in a sample project on an embedded AWS; nothing is left behind',
  options: {
    browser: { type: 'boolean', default: false, describe: 'Answer the login yourself' },
  },
  examples: [
    ['$0 demo', 'the embedded AWS answers the login itself'],
    ['$0 demo --browser', 'you do, on its page'],
  ],
  run: async (options) => (await import('../../commands/demo.ts')).demo(options),
})
