import test from 'ava'
import { findWorkspace } from '../../../../lib/layout/tfsso-hcl/workspace.ts'

/** Each row: command line, TF_WORKSPACE, selected workspace → current workspace. */
const rows: [string, string | undefined, string | undefined, string][] = [
  ['plan', undefined, undefined, 'default'],
  ['plan', undefined, 'dev', 'dev'],
  ['plan', undefined, ' dev\n', 'dev'],
  ['plan', undefined, '\n', 'default'],
  ['plan', 'prod', 'dev', 'prod'],
  ['plan', ' prod', 'dev', ' prod'],
  ['plan', '', 'dev', 'dev'],
  ['workspace select prod', undefined, 'dev', 'prod'],
  ['workspace select prod', 'dev', undefined, 'prod'],
  ['workspace select -or-create prod', undefined, 'dev', 'prod'],
  ['workspace select -or-create=true prod', undefined, 'dev', 'prod'],
  ['workspace select -var-file a.tfvars prod', undefined, 'dev', 'prod'],
  ['workspace select --var x=y prod', undefined, 'dev', 'prod'],
  ['workspace new -lock-timeout 5s n1', undefined, 'dev', 'n1'],
  ['workspace new -lock-timeout=5s n1', undefined, 'dev', 'n1'],
  ['workspace new -state f -lock=false n1', undefined, 'dev', 'n1'],
  ['workspace new -- -odd', undefined, 'dev', '-odd'],
  ['workspace select', undefined, 'dev', 'dev'],
  ['workspace delete prod', undefined, 'dev', 'dev'],
  ['workspace list', undefined, 'dev', 'dev'],
  ['env select prod', undefined, 'dev', 'prod'],
  ['env new n1', undefined, 'dev', 'n1'],
  ['state list prod', undefined, 'dev', 'dev'],
]

for (const [line, variable, stored, expected] of rows)
  test(`the workspace of ${line}, TF_WORKSPACE ${JSON.stringify(variable)}, selected ${JSON.stringify(stored)}`, (t) => {
    t.is(findWorkspace({ words: line.split(' '), variable, stored }).name, expected)
  })
