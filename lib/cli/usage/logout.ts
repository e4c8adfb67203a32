import { verb } from './verb.ts'

export const logout = verb({
  name: 'logout',
  describe: 'End the session at AWS and wipe its token, credentials and grants',
  options: {},
  examples: [['$0 logout', 'end the session of the project of this directory']],
  run: async () => (await import('../../commands/logout.ts')).logout(),
})
