import { verb } from './verb.ts'

export const login = verb({
  name: 'login',
  describe: 'Log in to AWS for the project of this directory',
  options: {
    force: { type: 'boolean', default: false, describe: 'Log in even if there is a session' },
    browser: {
      type: 'boolean',
      default: true,
      describe: 'Open a browser; --no-browser only prints the URL',
    },
    device: {
      type: 'boolean',
      default: false,
      describe: 'Log in by a code that any browser can answer, on any machine',
    },
  },
  examples: [
    ['$0 login', 'log in, unless there is a session'],
    ['$0 login --no-browser', 'print the URL, to open it elsewhere'],
    ['$0 login --device', 'log in by a code, in a browser on any machine'],
  ],
  run: async (options) => (await import('../login.ts')).login(options),
})
