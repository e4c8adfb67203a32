import test from 'ava'
import { type AccountProfiles, chooseProfiles } from '../../../lib/configure/accounts.ts'
import type { AccountDirectory } from '../../../lib/project/profiles.ts'

const ids = { shared: 1, 'apps-prd': 2, apps: 3, bare: 4 }

function choose(directories: [account: string, role?: string, profile?: string][]) {
  const leftOut: AccountProfiles['leftOut'] = []
  const accounts = new Map(
    Object.entries(ids).map(([key, id]) => [
      key,
      { entry: { id: String(id).repeat(12) }, file: 'common.tfvars' },
    ]),
  )
  const found = directories.map(
    ([account, role, profile], at): AccountDirectory => ({
      account,
      role,
      profile,
      file: `${account}${at}`,
    }),
  )
  const { profiles } = chooseProfiles({ project: 'bb', accounts }, found, leftOut)
  return {
    profiles: profiles.map(({ name, accountId, role }) => `${name} ${accountId[0]} ${role}`),
    leftOut: leftOut.map(({ what }) => what),
  }
}

test('each account has its backend’s profile and the name of its role', (t) => {
  const { profiles, leftOut } = choose([
    ['shared', 'DevOps', 'bb-shared-oaar'],
    ['apps-prd', 'DevOpsPrd', 'bb-apps-prd-devopsprd'],
    ['apps', 'ReadOnly', 'bootstrap'],
  ])
  t.deepEqual(profiles, [
    'bb-shared-devops 1 DevOps',
    'bb-shared-oaar 1 DevOps',
    'bb-apps-prd-devopsprd 2 DevOpsPrd',
    'bb-apps-readonly 3 ReadOnly',
    'bootstrap 3 ReadOnly',
  ])
  t.deepEqual(leftOut, ['bare'])
})

test('a name means what it means in a layer', (t) => {
  // A name of an account's is that account's, whoever's backend.tfvars holds it.
  const { profiles, leftOut } = choose([
    ['shared', 'DevOps', 'bb-apps-prd-state'],
    ['apps-prd', 'DevOpsPrd', 'both'],
    ['apps', 'ReadOnly', 'both'],
    ['bare'],
  ])
  t.deepEqual(profiles, [
    'bb-shared-devops 1 DevOps',
    'bb-apps-prd-devopsprd 2 DevOpsPrd',
    'bb-apps-prd-state 2 DevOpsPrd',
    'bb-apps-readonly 3 ReadOnly',
  ])
  t.deepEqual(leftOut, ['profile both'])
})

test('no profile where account or role is not plain', (t) => {
  const { profiles, leftOut } = choose([
    ['shared', 'DevOps', 'default'],
    ['apps-prd', 'DevOpsPrd', 'bb-bare-devops'],
    ['apps', 'One'],
    ['apps', 'Two'],
    ['unknown', 'DevOps', 'bb-unknown-devops'],
  ])
  t.deepEqual(profiles, ['bb-shared-devops 1 DevOps', 'bb-apps-prd-devopsprd 2 DevOpsPrd'])
  t.deepEqual(leftOut, ['apps', 'bare', 'profile default', 'profile bb-bare-devops'])
})
