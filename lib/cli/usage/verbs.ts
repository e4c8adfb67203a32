import { accounts } from './accounts.ts'
import { completion } from './completion.ts'
import { configure } from './configure.ts'
import { console } from './console.ts'
import { demo } from './demo.ts'
import { doctor } from './doctor.ts'
import { each } from './each.ts'
import { env } from './env.ts'
import { exec } from './exec.ts'
import { init } from './init.ts'
import { login } from './login.ts'
import { logout } from './logout.ts'
import { prompt } from './prompt.ts'
import { setup } from './setup.ts'
import { status } from './status.ts'
import { trust } from './trust.ts'
import type { Verb } from './verb.ts'
import { version } from './version.ts'
import { which } from './which.ts'

/** In the order of the help. */
export const verbs: readonly Verb[] = [
  login,
  logout,
  status,
  init,
  accounts,
  configure,
  console,
  each,
  exec,
  env,
  which,
  prompt,
  trust,
  doctor,
  completion,
  demo,
  setup,
  version,
]
