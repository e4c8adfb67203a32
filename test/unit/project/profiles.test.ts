import test from 'ava'
import type { AccountEntries } from '../../../lib/project/accounts.ts'
import type { PersonalProfile, PersonalProfiles } from '../../../lib/project/personal-profiles.ts'
import { roleWord } from '../../../lib/project/profile-target.ts'
import {
  type AccountDirectory,
  decidingAccounts,
  type ProfileSources,
  resolveProfiles,
  splitName,
} from '../../../lib/project/profiles.ts'
import { orMessage } from '../../project/parse.ts'

const ids: Record<string, unknown> = {
  apps: '111111111111',
  'apps-prd': '222222222222',
  shared: 33333333333,
  network: undefined,
  legacy: '555555555555',
}
const accounts: AccountEntries = new Map(
  Object.entries(ids).map(([key, id]) => [key, { entry: { id }, file: 'common.tfvars' }]),
)
const directory = (
  account: string,
  role: string | undefined,
  profile?: string,
  file = `${account}/config/account.tfvars`,
): AccountDirectory => ({
  account,
  role,
  profile,
  file,
  profileFile: file.replace('account.tfvars', 'backend.tfvars'),
})

const personal = (name: string, changes: Partial<PersonalProfile> = {}): PersonalProfiles =>
  new Map([
    [
      name,
      { file: '/h/.aws/config', ours: false, accountId: undefined, role: undefined, ...changes },
    ],
  ])

const sources: ProfileSources = {
  project: 'bb',
  accounts,
  own: { account: 'apps-prd', accountId: '222222222222', role: 'DevOpsPrd' },
  ownProfile: 'bb-apps-prd-devopsprd',
  directories: [
    directory('apps', 'DevOps', 'bb-apps-devops'),
    directory('apps-prd', 'DevOpsPrd', 'bb-apps-prd-devopsprd'),
    directory('shared', 'Admin', 'me-shared-oaar'),
  ],
  mentions: { names: new Set(), profiles: new Set(), suffixes: undefined },
  stored: undefined,
  personal: new Map(),
}

interface Changes extends Partial<Omit<ProfileSources, 'mentions'>> {
  names?: string[]
  profiles?: string[]
  suffixes?: string[]
}

/** Returns a layer's profiles, each as `account id role`, or the Problem's message. */
async function resolve({ names = [], profiles = [], suffixes, ...changes }: Changes = {}) {
  const mentions = {
    names: new Set([...names, ...profiles]),
    profiles: new Set(profiles),
    suffixes: suffixes && new Set(suffixes),
  }
  const resolved = await orMessage(() => resolveProfiles({ ...sources, mentions, ...changes }))
  if (typeof resolved === 'string') return resolved
  return Object.fromEntries(
    [...resolved].map(([name, { account, accountId, role }]) => [
      name,
      `${account} ${accountId} ${roleWord(role)}`,
    ]),
  )
}

const apps = 'apps 111111111111 DevOps'
const prd = 'apps-prd 222222222222 DevOpsPrd'
const shared = 'shared 033333333333 Admin'

test('a layer that names no profile has the profile of its own account', async (t) => {
  t.deepEqual(await resolve(), { 'bb-apps-prd-devopsprd': prd })
  t.deepEqual(await resolve({ ownProfile: 'me-own' }), { 'bb-apps-prd-devopsprd': prd })
  t.deepEqual(await resolve({ profiles: ['bb-shared-oaar'], names: ['bb-apps-x', 'other'] }), {
    'bb-shared-oaar': shared,
    'bb-apps-x': apps,
    'bb-apps-prd-devopsprd': prd,
  })
})

test('if only a run can know a name, a layer gets the claimed profiles, and one for each account, role and suffix', async (t) => {
  t.deepEqual(await resolve({ suffixes: ['oaar'] }), {
    'bb-apps-oaar': apps,
    'bb-apps-devops': apps,
    'bb-apps-devopsprd': apps,
    'bb-apps-admin': apps,
    'bb-apps-prd-oaar': prd,
    'bb-apps-prd-devops': prd,
    'bb-apps-prd-devopsprd': prd,
    'bb-apps-prd-admin': prd,
    'bb-shared-oaar': shared,
    'bb-shared-devops': shared,
    'bb-shared-devopsprd': shared,
    'bb-shared-admin': shared,
    'me-shared-oaar': shared,
    // `legacy` has no directory, so the suffix is the role. `network` has no id, so it gets no profile. The missing id
    // is a Problem only in a layer that names a profile of `network`.
    'bb-legacy-oaar': 'legacy 555555555555 suffix:oaar',
    'bb-legacy-devops': 'legacy 555555555555 suffix:devops',
    'bb-legacy-devopsprd': 'legacy 555555555555 suffix:devopsprd',
    'bb-legacy-admin': 'legacy 555555555555 suffix:admin',
  })
})

test('with 400 accounts a layer gets only the profiles that it names; if only a run can know a name, it gets all', (t) => {
  const many = Array.from({ length: 400 }, (_, i) => `a${i}`)
  const large: ProfileSources = {
    ...sources,
    accounts: new Map(many.map((key, i) => [key, { entry: { id: 1e11 + i }, file: 'f' }])),
    own: { account: 'a0', accountId: '100000000000', role: 'R0' },
    ownProfile: undefined,
    directories: many.map((key, i) => directory(key, `R${i % 25}`, `bb-${key}-r${i % 25}`)),
    mentions: {
      names: new Set(Array.from({ length: 25 }, (_, i) => `bb-a${i}-s${i}`)),
      profiles: new Set(['bb-a1-x', 'bb-a2-x']),
      suffixes: undefined,
    },
  }
  const targets = resolveProfiles(large)
  t.is(targets.size, 28)
  const deciding = decidingAccounts(large, targets)
  t.is(deciding?.size, 25)
  const computed = { ...large, mentions: { ...large.mentions, suffixes: new Set(['oaar']) } }
  const all = resolveProfiles(computed)
  t.is(all.size, 400 * 26 + 27)
  t.is(decidingAccounts(computed, all), undefined)
})

test('a layer’s profiles depend on the accounts that they belong to, or on all accounts if any account could claim a name', async (t) => {
  const decide = (changes: Partial<ProfileSources>) => {
    const changed = { ...sources, ...changes }
    return [...(decidingAccounts(changed, resolveProfiles(changed)) ?? ['all'])].sort()
  }
  const profiles = (...names: string[]) => ({
    mentions: { ...sources.mentions, profiles: new Set(names) },
  })
  t.deepEqual(decide({}), ['apps-prd'])
  t.deepEqual(decide(profiles('bb-apps-x', 'me-shared-oaar')), ['apps', 'apps-prd', 'shared'])
  t.deepEqual(decide(profiles('me-nobody')), ['all'])
  t.deepEqual(decide(profiles('bb-legacy-readonly')), ['all'])
  t.deepEqual(decide({ ...profiles('mine'), personal: personal('mine') }), ['apps-prd'])
  t.deepEqual(decide(profiles('default', 'two  spaces')), ['apps-prd'])
})

const single: [name: string, target: string | undefined][] = [
  ['bb-apps-prd-anything-at-all', prd],
  ['bb-apps-prd', prd],
  ['bb-apps', apps],
  ['bb-apps-pr', apps],
  ['bb-apps-prdx-devops', apps],
  ['bb-shared-DevOps', shared],
  // These names are not profiles of tfsso: they have no account's key, another prefix, or the wrong case.
  ['bb-root-administrator', undefined],
  ['bb-', undefined],
  ['bb', undefined],
  ['BB-apps-devops', undefined],
  ['xx-apps-devops', undefined],
  ['bbx-apps-devops', undefined],
  ['default', undefined],
  // An account claims this name, which has another prefix.
  ['me-shared-oaar', shared],
  // `legacy` has no directory, so only the suffix gives a role.
  ['bb-legacy-ReadOnly', 'legacy 555555555555 suffix:readonly'],
  ['bb-legacy', undefined],
  // In an AWS config, SDKs would misread these names.
  ['bb-shared-a]', undefined],
  ['bb-shared-#2', undefined],
  ['bb-shared-x #2', undefined],
  ['bb-shared-"x"', undefined],
  ['bb-shared-x\ry', undefined],
  ['bb-shared-é', undefined],
]

test('the account and role that a name in a layer’s code stands for', async (t) => {
  for (const [name, target] of single) {
    // A stored name that fits no account has another rule, tested below.
    const stored = target === undefined ? [] : [{ stored: name }]
    for (const mention of [{ names: [name] }, { profiles: [name] }, ...stored])
      t.is(
        ((await resolve(mention)) as Record<string, string>)[name],
        target,
        JSON.stringify(mention),
      )
  }
})

test("a name with an account's key belongs to that account, whichever tfvars contain the name", async (t) => {
  const directories = [
    directory('apps-prd', 'DevOpsPrd', 'bb-shared-devops'),
    directory('apps', 'DevOps', 'bb-shared-devops'),
    directory('shared', 'Admin'),
  ]
  t.like(await resolve({ ownProfile: 'bb-shared-devops', directories }), {
    'bb-shared-devops': shared,
  })
})

test('accounts claim names with other prefixes: bm-management, me-bootstrap', async (t) => {
  const own = { account: 'management', accountId: '111111111111', role: 'Administrator' }
  const entries: AccountEntries = new Map([
    ['management', { entry: { id: '111111111111' }, file: 'f' }],
  ])
  const target = 'management 111111111111 Administrator'
  for (const [project, profile] of [
    ['bm', 'bm-management'],
    ['me', 'me-bootstrap'],
  ] as const) {
    const directories = [directory('management', 'Administrator', profile)]
    const resolved = await resolve({
      project,
      accounts: entries,
      own,
      ownProfile: profile,
      directories,
    })
    t.deepEqual(resolved, { [profile]: target, [`${project}-management-administrator`]: target })
  }
})

test("TFSSO_ROLE replaces the role in all profiles of the layer's own account, and in no other profile", async (t) => {
  const own = { ...sources.own, role: 'ReadOnly' }
  t.like(await resolve({ own, profiles: ['bb-apps-prd-devopsprd'] }), {
    'bb-apps-prd-devopsprd': 'apps-prd 222222222222 ReadOnly',
    'bb-apps-prd-readonly': 'apps-prd 222222222222 ReadOnly',
  })
})

test('if two accounts claim a name, it is a Problem if the layer uses the name; otherwise the name is left out', async (t) => {
  const directories = [
    ...sources.directories,
    directory('apps', 'DevOps', 'common'),
    directory('shared', 'Admin', 'common'),
  ]
  const message =
    /^The profile common belongs to several accounts: apps, shared\.\nThese files name it: apps\/config\/backend\.tfvars, shared\/config\/backend\.tfvars\.\nGive each .*: profile = "bb-apps-devops"$/
  for (const use of [{ profiles: ['common'] }, { stored: 'common' }, { ownProfile: 'common' }])
    t.regex(String(await resolve({ ...use, directories })), message)
  for (const use of [{}, { names: ['common'] }])
    t.false('common' in ((await resolve({ ...use, directories })) as object))
})

test('a profile of an account that is missing in accounts does not go to an account with a shorter name', async (t) => {
  const directories = [
    directory('apps', 'DevOps'),
    directory('apps-dev', 'Dev', 'bb-apps-dev-devops'),
  ]
  const name = 'bb-apps-dev-devops'
  t.false(name in ((await resolve({ directories, names: [name] })) as object))
  t.regex(
    String(await resolve({ directories, profiles: [name] })),
    /^The id of the account apps-dev is not 12 digits, .*\napps-dev\/config\/account\.tfvars names .*\nWrite for example: apps-dev = /,
  )
})

test('two directories of one account can claim the same profile', async (t) => {
  const directories = [
    directory('shared', 'Admin', 'sh', 'shared/config/account.tfvars'),
    directory('shared', 'Admin', 'sh', 'shared-2/config/account.tfvars'),
  ]
  t.like(await resolve({ directories, profiles: ['sh'] }), { sh: shared })
})

test('a mistake in another account is a Problem if the layer uses its profile; otherwise the profile is left out', async (t) => {
  const cases: [directories: AccountDirectory[], name: string, message: RegExp][] = [
    [
      [],
      'bb-network-devops',
      /^common\.tfvars: accounts\.network\.id is not 12 digits, .*bb-network-devops.*\nWrite for example: network = \{ id = "123456789012" \}$/,
    ],
    [
      [directory('shared', undefined)],
      'bb-shared-devops',
      /^The profile bb-shared-devops .* shared\/config\/account\.tfvars has no valid sso_role\.\nWrite/,
    ],
    [
      [
        directory('shared', 'Admin'),
        directory('shared', 'DevOps', undefined, 'other/config/account.tfvars'),
      ],
      'bb-shared-devops',
      /^The account shared has different roles: shared\/config\/account\.tfvars, other\/config\/account\.tfvars\.\n/,
    ],
  ]
  for (const [directories, name, message] of cases) {
    t.regex(String(await resolve({ directories, profiles: [name] })), message)
    t.false(name in ((await resolve({ directories, names: [name] })) as object), name)
  }
  t.deepEqual(
    await resolve({
      directories: [directory('gone', 'X', 'zz')],
      profiles: ['zz'],
      accounts: new Map(),
    }),
    {},
    'an account that is missing in accounts',
  )
})

test('a name is split into account and suffix', (t) => {
  const keys = ['apps', 'apps-prd', 'prd', '']
  const cases: [name: string, split: ReturnType<typeof splitName>][] = [
    ['bb-apps-prd-devops', { account: 'apps-prd', suffix: 'devops' }],
    ['bb-apps-prd-devops-x', { account: 'apps-prd', suffix: 'devops-x' }],
    ['bb-apps-devops', { account: 'apps', suffix: 'devops' }],
    ['bb-prd', { account: 'prd', suffix: '' }],
    ['bb-prd-', { account: 'prd', suffix: '' }],
    ['bb-other-devops', undefined],
    ['apps-prd-devops', undefined],
  ]
  for (const [name, split] of cases) {
    t.deepEqual(splitName(name, 'bb', keys), split, name)
    t.deepEqual(splitName(name, 'bb', keys.toReversed()), split, name)
  }
})

test("if the person has no such profile, the profile in the stored backend belongs to the layer's own account", async (t) => {
  const old = { stored: 'me-bootstrap' }
  const own = await resolve(old)
  t.is((own as Record<string, string>)['me-bootstrap'], 'apps-prd 222222222222 DevOpsPrd')
  const mine = await resolve({ ...old, personal: personal('me-bootstrap') })
  t.false('me-bootstrap' in (mine as Record<string, string>))
  const rubbish = await resolve({ stored: 'x]\n[default' })
  t.deepEqual(rubbish, await resolve())
})

test("a claim never overrides a profile of the person's own", async (t) => {
  const name = 'me-shared-oaar'
  const message =
    /^The profile me-shared-oaar is in your own \/h\/\.aws\/config, but shared\/config\/backend\.tfvars also uses this name, for the account shared \(033333333333\) as Admin\.\nRename/
  const conflicts: Partial<PersonalProfile>[] = [
    {},
    { accountId: '033333333333' },
    { accountId: '033333333333', role: 'Other' },
    { accountId: '111111111111', role: 'Admin' },
  ]
  for (const changes of conflicts) {
    const own = personal(name, changes)
    t.regex(String(await resolve({ profiles: [name], personal: own })), message)
    // If the layer does not use the name as a profile, the layer still runs.
    for (const use of [{}, { names: [name] }, { suffixes: [] }])
      t.false(name in ((await resolve({ ...use, personal: own })) as object))
  }
  for (const same of [{ ours: true }, { accountId: '033333333333', role: 'Admin' }])
    t.like(await resolve({ profiles: [name], personal: personal(name, same) }), { [name]: shared })
  // The layer's own account can claim a name, too. A name with an account's key needs no claim: tfsso's profile
  // overrides the person's.
  t.regex(
    String(
      await resolve({
        ownProfile: 'work',
        directories: [directory('apps-prd', 'DevOpsPrd', 'work')],
        personal: personal('work'),
      }),
    ),
    /^The profile work is in your own .* the account apps-prd/,
  )
  t.like(await resolve({ profiles: ['bb-apps-x'], personal: personal('bb-apps-x') }), {
    'bb-apps-x': apps,
  })
})

test('`default` is never a profile of tfsso', async (t) => {
  const directories = [...sources.directories, directory('apps', 'DevOps', 'default')]
  for (const use of [
    { profiles: ['default'] },
    { stored: 'default' },
    { ownProfile: 'default' },
    { suffixes: [] },
  ])
    t.false('default' in ((await resolve({ ...use, directories })) as object))
})
