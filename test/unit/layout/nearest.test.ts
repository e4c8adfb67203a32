import path from 'node:path'
import test from 'ava'
import { findProject } from '../../../lib/layout/find.ts'
import { temporary } from '../../rig/install.ts'
import { defaultAccounts, write, writeProject } from '../../rig/project.ts'

/**
 * Each row: the directory of the tfsso.hcl (empty: none) → the project's root, as found from a layer and from
 * `modules`.
 */
const rows: [hcl: string, ofLayer: string, ofModules: string][] = [
  ['', 'le project', 'le project'],
  ['.', 'le project', '.'],
  ['le project', 'le project', 'le project'],
  ['le project/apps-prd', 'le project/apps-prd', 'le project'],
  ['le project/shared', 'le project', 'le project'],
]

for (const [hcl, ofLayer, ofModules] of rows)
  test(`the nearest of tfsso.hcl and Leverage’s files decides: ${hcl || 'no tfsso.hcl'}`, (t) => {
    const root = temporary('tfsso nearest-')
    writeProject(path.join(root, 'le project'), defaultAccounts)
    if (hcl) write(path.join(root, hcl, 'tfsso.hcl'), '')
    for (const [directory, expected] of [
      ['le project/apps-prd/net', ofLayer],
      ['le project/modules', ofModules],
    ] as const) {
      const found = findProject(path.join(root, directory), {})
      t.is(found?.root, path.join(root, expected), directory)
      const described = hcl !== '' && path.join(root, hcl) === found?.root
      t.is(found?.layout.texts.rootFile, described ? 'tfsso.hcl' : 'config/common.tfvars')
    }
  })
