import test from 'ava'
import { chooseProfiles } from '../../../lib/configure/accounts.ts'
import { readingOf } from '../../layout/reading.ts'

const ids = { shared: 1, 'apps-prd': 2, apps: 3, bare: 4 }

function choose(directories: [account: string, role?: string, profile?: string][]) {
  const accounts = Object.fromEntries(
    Object.entries(ids).map(([key, id]) => [key, { id: String(id).repeat(12) }]),
  )
  const startUrl = 'https://example.awsapps.com/start'
  const values = { project: 'bb', sso_start_url: startUrl, sso_region: 'us-east-1', accounts }
  const reading = readingOf(
    '/p',
    [{ file: 'common.tfvars', values }],
    directories.map(([environment, sso_role, profile], at) => ({
      directory: `/p/${environment}${at}`,
      account: { file: 'account.tfvars', values: { environment, sso_role } },
      backend: { file: 'backend.tfvars', values: { profile } },
    })),
  )
  const { project } = reading
  const { profiles, leftOut } = chooseProfiles(
    { project: 'bb', region: 'us-east-1', accounts: project.accounts ?? new Map() },
    reading,
  )
  return {
    profiles: profiles.map(({ name, accountId, role }) => `${name} ${accountId[0]} ${role}`),
    leftOut: leftOut.map(({ what }) => what),
  }
}

test('each account gets the profile of its backend and a profile that is named after its role', (t) => {
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

test('in configure and in a layer, a profile’s name belongs to the same account', (t) => {
  // A profile whose name contains an account's key belongs to that account, no matter whose backend.tfvars names it.
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
  t.deepEqual(leftOut, ['bare', 'profile both'])
})

test('an account with an invalid id or role gets no profile', (t) => {
  const { profiles, leftOut } = choose([
    ['shared', 'DevOps', 'default'],
    ['apps-prd', 'DevOpsPrd', 'bb-bare-devops'],
    ['apps', 'One'],
    ['apps', 'Two'],
    ['unknown', 'DevOps', 'bb-unknown-devops'],
  ])
  t.deepEqual(profiles, ['bb-shared-devops 1 DevOps', 'bb-apps-prd-devopsprd 2 DevOpsPrd'])
  t.deepEqual(leftOut, ['unknown', 'apps', 'bare', 'profile default', 'profile bb-bare-devops'])
})

test('an account with a mistake in one of its two directories is left out, with this one reason', (t) => {
  const { profiles, leftOut } = choose([
    ['shared', 'DevOps'],
    ['apps', 'One'],
    ['apps', 'no role!'],
  ])
  t.deepEqual(profiles, ['bb-shared-devops 1 DevOps'])
  t.deepEqual(leftOut, ['apps', 'apps-prd', 'bare'])
})
