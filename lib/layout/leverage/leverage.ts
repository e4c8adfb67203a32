import type { AccountPlace, Layout } from '../layout.ts'
import { readAccount } from './account.ts'
import { fileOf, leverageFiles } from './files.ts'
import { findLayer, findRoot } from './find.ts'
import { readProject, ssoOff } from './project.ts'
import { findAccounts } from './walk.ts'

/** binbash Leverage: tfvars of the project and of each account say everything. */
export const leverage: Layout = {
  findLayer,
  findRoot,
  readProject,
  ssoOff,

  async readPlaces(project, layer, { purpose, others }, sources) {
    const own = layer?.account
    const directories = others
      ? findAccounts(project.root, own, sources.inputs)
      : own === undefined
        ? []
        : [own]
    const places: AccountPlace[] = []
    for (const directory of directories)
      places.push(await readAccount(directory, project, purpose, sources))
    return places
  },

  candidates({ account }, places) {
    return places.filter(({ directory }) => directory === account)
  },

  profileNames(project, { name, profile }, role) {
    const standard = `${project}-${name}-${role.toLowerCase()}`
    return profile === undefined ? [standard] : [standard, profile]
  },

  layerArguments({ account, project }, inputs) {
    const varFiles = [project, account].flatMap((directory) =>
      inputs.glob(fileOf(directory, 'config'), '.tfvars'),
    )
    const backend = fileOf(account, 'backend')
    return { varFiles, backendConfig: varFiles.includes(backend) ? backend : undefined }
  },

  settingsFile: (root) => fileOf(root, 'common'),

  texts: {
    noProject: `there is no ${leverageFiles.common} in it or above it`,
    account: `a directory with ${leverageFiles.account} (environment, sso_role)`,
    accountFile: leverageFiles.account,
    role: 'sso_role',
    roleExample: 'sso_role = "DevOps"',
  },
}
