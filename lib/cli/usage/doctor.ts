import { color, json } from './options.ts'
import { verb } from './verb.ts'

export const doctor = verb({
  name: 'doctor',
  describe:
    'Check everything that tfsso needs, and say what to do (exit code 1 if something is broken)',
  usage: `$0 doctor [--json]

Looks at the installation, at PATH as this process, make, sh and a login shell see it, at your session,
AWS, the environment, the tfvars of every account, and locks. It changes nothing and logs nobody in.
It starts your login shell once, with TFSSO_DOCTOR=1, and asks AWS two questions.`,
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
