import type { AccountPlace, Layout } from '../layout.ts'
import { readAccount } from './account.ts'
import { fileOf, leverageFiles } from './files.ts'
import { findLayer, findRoot } from './find.ts'
import { oddPlace } from './odd-place.ts'
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
    for (const directory of directories) {
      const place = await readAccount(directory, project, purpose, sources)
      const odd = purpose === 'all' || directory === own ? oddPlace(directory, project.root) : []
      places.push({ ...place, warnings: [...place.warnings, ...odd] })
    }
    return places
  },

  candidates({ account }, places) {
    return places.filter(({ directory }) => directory === account)
  },

  decidingFiles(root, layer, inputs) {
    return (layer ? [root, layer.account] : [root]).flatMap((base) =>
      inputs.glob(fileOf(base, 'config'), '.tfvars').map((file) => ({ file, base })),
    )
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
