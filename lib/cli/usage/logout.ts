import { flag } from './options.ts'
import { verb } from './verb.ts'

export const logout = verb({
  name: 'logout',
  describe: 'End the session at AWS and delete its token and credentials from this machine',
  options: {
    all: flag('End the sessions of all portals and delete the whole cache; works in any directory'),
  },
  examples: [
    ['$0 logout', "end the session at this project's portal"],
    ['$0 logout --all', 'end all sessions, and delete everything that tfsso has stored'],
  ],
  run: async (options) => (await import('../../commands/logout/command.ts')).logout(options),
})
