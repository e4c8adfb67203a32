import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  ListAccountsCommand,
  LogoutCommand,
  paginateListAccounts,
} from '@aws-sdk/client-sso'
import test from 'ava'
import { emulatorFor, portalClient, signIn } from './rig.ts'

const prd = { accountId: '111111111111', roleName: 'DevOps' }

test('the portal gives role credentials', async (t) => {
  const emulator = await emulatorFor(t, { roleCredentialSeconds: 7200, clockOffsetMs: 3_600_000 })
  const { accessToken } = await signIn(emulator)
  const { roleCredentials = {} } = await portalClient(emulator).send(
    new GetRoleCredentialsCommand({ accessToken, ...prd }),
  )
  t.regex(roleCredentials.accessKeyId ?? '', /^ASIA[A-Z2-7]{16}$/)
  t.is(roleCredentials.secretAccessKey?.length, 40)
  t.true(Math.abs((roleCredentials.expiration ?? 0) - Date.now() - 10_800_000) < 5000)
  t.is((roleCredentials.expiration ?? 1) % 1000, 0)
  t.deepEqual(
    emulator.issued.map(({ role, ...issued }) => ({ ...issued, role })),
    [{ ...roleCredentials, accountId: prd.accountId, role: 'DevOps', accessToken }] as never,
  )
  t.like(emulator.calls.at(-1), {
    operation: 'GetRoleCredentials',
    status: 200,
    accountId: prd.accountId,
    role: 'DevOps',
  })
})

test('a role that the person does not have is refused with 403, whatever the reason', async (t) => {
  const emulator = await emulatorFor(t)
  const { accessToken } = await signIn(emulator)
  const client = portalClient(emulator)
  for (const input of [
    { ...prd, roleName: 'devops' },
    { ...prd, accountId: '333333333333' },
    { ...prd, accountId: '999999999999' },
  ]) {
    const error = await t.throwsAsync(
      client.send(new GetRoleCredentialsCommand({ accessToken, ...input })),
      { name: 'ForbiddenException', message: 'No access' },
    )
    t.like(error, { $metadata: { httpStatusCode: 403 } })
  }
  await t.throwsAsync(
    client.send(new GetRoleCredentialsCommand({ accessToken, ...prd, accountId: '1' })),
    { name: 'InvalidRequestException' },
  )
  const account = emulator.settings.accounts[0]
  if (account) account.roles = ['devops']
  await t.notThrowsAsync(
    client.send(new GetRoleCredentialsCommand({ accessToken, ...prd, roleName: 'devops' })),
  )
})

test('an access token that is wrong, old, logged out or revoked is refused with 401', async (t) => {
  const emulator = await emulatorFor(t)
  const client = portalClient(emulator)
  const use = (accessToken: string) =>
    client.send(new GetRoleCredentialsCommand({ accessToken, ...prd }))
  const refused = {
    name: 'UnauthorizedException',
    message: 'Session token not found or invalid',
  }
  await t.throwsAsync(use('wrong'), refused)

  const first = await signIn(emulator)
  emulator.settings.clockOffsetMs = 3_601_000
  await t.throwsAsync(use(first.accessToken), refused)
  const { accessToken = '', refreshToken } = await first.refresh(first.refreshToken)
  await t.notThrowsAsync(use(accessToken))
  await client.send(new LogoutCommand({ accessToken }))
  await t.throwsAsync(use(accessToken), refused)
  await t.throwsAsync(client.send(new LogoutCommand({ accessToken })), refused)
  await t.throwsAsync(first.refresh(refreshToken), { name: 'InvalidGrantException' })

  const second = await signIn(emulator)
  emulator.revokeSessions()
  await t.throwsAsync(use(second.accessToken), refused)
  const answer = await fetch(`${emulator.url}/assignment/accounts`)
  t.is(
    answer.headers.get('x-amzn-errortype'),
    'UnauthorizedException:http://internal.amazon.com/coral/com.amazonaws.switchboard.portal/',
  )
  t.deepEqual(await answer.json(), {
    message: 'Session token not found or invalid',
    __type: 'com.amazonaws.switchboard.portal#UnauthorizedException',
  })
})

test('accounts and roles are listed page by page', async (t) => {
  const emulator = await emulatorFor(t)
  const { accessToken } = await signIn(emulator)
  const client = portalClient(emulator)
  const { accountList, nextToken } = await client.send(new ListAccountsCommand({ accessToken }))
  t.is(nextToken, undefined)
  t.deepEqual(accountList, [
    { accountId: '111111111111', accountName: 'apps-prd', emailAddress: 'prd@example.com' },
    {
      accountId: '222222222222',
      accountName: 'apps-dev',
      emailAddress: 'aws+222222222222@example.com',
    },
  ])
  const pages = []
  const pagination = paginateListAccounts({ client, pageSize: 1 }, { accessToken })
  for await (const page of pagination) pages.push(page.accountList?.map((it) => it.accountName))
  t.deepEqual(pages, [['apps-prd'], ['apps-dev']])

  const roles = await client.send(
    new ListAccountRolesCommand({ accessToken, accountId: prd.accountId, maxResults: 1 }),
  )
  t.deepEqual(roles.roleList, [{ roleName: 'DevOps', accountId: prd.accountId }])
  t.truthy(roles.nextToken)
  await t.throwsAsync(
    client.send(new ListAccountRolesCommand({ accessToken, accountId: '333333333333' })),
    { name: 'ForbiddenException' },
  )
  for (const bad of [{ maxResults: 1000 }, { nextToken: 'bad' }]) {
    await t.throwsAsync(client.send(new ListAccountsCommand({ accessToken, ...bad })), {
      name: 'InvalidRequestException',
    })
  }
})

test('a page has twenty accounts by default, as at AWS', async (t) => {
  const accounts = Array.from({ length: 21 }, (_, index) => ({
    id: String(100_000_000_000 + index),
    name: `account-${index}`,
    roles: ['DevOps'],
  }))
  const emulator = await emulatorFor(t, { accounts })
  const { accessToken } = await signIn(emulator)
  const answer = await portalClient(emulator).send(new ListAccountsCommand({ accessToken }))
  t.is(answer.accountList?.length, 20)
  t.truthy(answer.nextToken)
})
