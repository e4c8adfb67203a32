import type { AccountPlace, Layout } from '../layout.ts'
import { readAccount } from './account.ts'
import { fileOf, leverageFiles } from './files.ts'
import { findLayer, findOther, isRoot } from './find.ts'
import { findLayers } from './layers.ts'
import { accountAtRoot, oddPlace } from './odd-place.ts'
import { resolveProfiles } from './profiles.ts'
import { readProject, ssoOff } from './project.ts'
import { nameOfRole } from './role-name.ts'
import { findAccounts } from './walk.ts'

/** The layout of binbash Leverage: all settings are in tfvars files of the project and of each account. */
export const leverage: Layout = {
  isRoot,
  findLayer,
  findOther,
  readProject,
  resolveProfiles,
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

  candidates({ account }, _, places) {
    return places.filter(({ directory }) => directory === account)
  },

  decidingFiles({ root }, layer, _, inputs) {
    return (layer ? [root, layer.account] : [root]).flatMap((base) =>
      inputs.glob(fileOf(base, 'config'), '.tfvars').map((file) => ({ file, base })),
    )
  },

  profileNames(project, { name, profile }, role) {
    const standard = `${project.name}-${name}-${nameOfRole(role).toLowerCase()}`
    return profile === undefined ? [standard] : [standard, profile]
  },

  layerArguments({ at: { account, project } }, _, inputs) {
    const varFiles = [project, account].flatMap((directory) =>
      inputs.glob(fileOf(directory, 'config'), '.tfvars'),
    )
    const backend = fileOf(account, 'backend')
    return { varFiles, backendConfig: varFiles.filter((file) => file === backend), missing: [] }
  },

  settingsFile: (root) => fileOf(root, 'common'),
  isLayer: () => true,
  findLayers: ({ root }, places) => findLayers(root, places),
  lookAround: ({ root }) => accountAtRoot(root),

  texts: {
    rootFile: leverageFiles.common,
    account: `a directory with ${leverageFiles.account} (environment, sso_role)`,
    accountFile: leverageFiles.account,
    role: 'sso_role',
    roleExample: 'sso_role = "DevOps"',
  },
}
