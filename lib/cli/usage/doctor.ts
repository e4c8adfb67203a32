import { color, json } from './options.ts'
import { verb } from './verb.ts'

export const doctor = verb({
  name: 'doctor',
  describe:
    'Check everything that tfsso needs, and say what to do (exit code 1 if something is broken)',
  usage: `$0 doctor [--json]

Checks the installation, the PATH of this process, of make, of sh and of a login shell, your session,
the connection to AWS, the environment, the settings of every account, and locks. It changes nothing and never asks for a login.
It starts your login shell once, with TFSSO_DOCTOR=1, and sends two requests to AWS.`,
  options: {
    json,
    color,
  },
  examples: [
    ['$0 doctor', 'for people'],
    ['$0 doctor --json', 'for scripts and bug reports; contains no secrets'],
  ],
  run: async (options) => (await import('../../commands/doctor.ts')).doctor(options),
})
