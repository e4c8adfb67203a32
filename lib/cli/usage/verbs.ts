import { completion } from './completion.ts'
import { configure } from './configure.ts'
import { demo } from './demo.ts'
import { doctor } from './doctor.ts'
import { each } from './each.ts'
import { env } from './env.ts'
import { exec } from './exec.ts'
import { init } from './init.ts'
import { login } from './login.ts'
import { logout } from './logout.ts'
import { setup } from './setup.ts'
import { status } from './status.ts'
import { trust } from './trust.ts'
import type { Verb } from './verb.ts'
import { which } from './which.ts'

/** The commands that people type, in the order of the help. */
export const verbs: readonly Verb[] = [
  login,
  logout,
  status,
  init,
  configure,
  each,
  exec,
  env,
  which,
  trust,
  doctor,
  completion,
  demo,
  setup,
]
