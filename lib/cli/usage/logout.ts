import { flag } from './options.ts'
import { verb } from './verb.ts'

export const logout = verb({
  name: 'logout',
  describe: 'End the session at AWS and wipe its token, credentials and grants',
  options: {
    all: flag('End the sessions of every portal and empty the cache, in any directory'),
  },
  examples: [
    ['$0 logout', "end the session at this project's portal"],
    ['$0 logout --all', 'end all sessions, and wipe everything that tfsso stores'],
  ],
  run: async (options) => (await import('../../commands/logout/command.ts')).logout(options),
})
