import { flag, text } from './options.ts'
import { verb } from './verb.ts'

export const login = verb({
  name: 'login',
  describe: 'Log in to AWS for the project of this directory',
  options: {
    all: flag('Also fetch the credentials of every account of the project'),
    force: flag('Log in even if there is a valid session'),
    browser: {
      type: 'boolean',
      default: true,
      describe: 'Open a browser; --no-browser only prints the URL',
    },
    device: flag('Log in with a code, in any browser on any machine'),
    qr: flag('Log in with a phone: shows the address as a QR code'),
    portal: text(
      'The portal to log in at (name or start URL), if there are several; also works outside a project',
    ),
    json: flag('With --all: print the result for each account as JSON'),
  },
  examples: [
    ['$0 login', 'log in, unless there is a valid session'],
    ['$0 login --all', 'log in and fetch the credentials of all accounts'],
    ['$0 login --no-browser', 'print the URL, so that you can open it on another machine'],
    ['$0 login --device', 'log in with a code, in a browser on any machine'],
    ['$0 login --qr', 'log in with a phone'],
    ['$0 login --portal example', 'log in at a portal that ~/.aws/config names, in any directory'],
  ],
  run: async (options) => (await import('../../commands/login/command.ts')).login(options),
})
