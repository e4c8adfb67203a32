import path from 'node:path'
import { Problem } from '../text/problem.ts'
import type { AccountDirectory } from './profiles.ts'
import { environmentRule, profileRule, roleRule } from './rules.ts'
import type { Tfvars } from './tfvars.ts'
import { optionalText } from './values.ts'

/**
 * What an account's directory says of it. Another account's mistakes must not stop a layer: what is wrong
 * there counts as missing. `read` gives a tfvars file's values, undefined where there is none.
 */
export async function readAccountDirectory(
  file: string,
  read: (file: string) => Promise<Tfvars | undefined>,
): Promise<AccountDirectory> {
  const account = await lenient(() => read(file))
  const backend = await lenient(() => read(backendFileOf(file)))
  const own = account ? [account] : []
  return {
    // Without a readable environment only the directory's name is left to go by.
    account:
      (await lenient(() => optionalText(own, 'environment', environmentRule))) ??
      path.basename(path.dirname(path.dirname(file))),
    role: await lenient(() => optionalText(own, 'sso_role', roleRule)),
    profile: await lenient(() =>
      backend ? optionalText([backend], 'profile', profileRule) : undefined,
    ),
    file,
  }
}

/** The backend.tfvars beside an account.tfvars. */
export function backendFileOf(accountFile: string): string {
  return path.join(path.dirname(accountFile), 'backend.tfvars')
}

async function lenient<T>(read: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}
