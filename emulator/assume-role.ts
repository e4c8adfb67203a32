import { escapeMarkup } from '../lib/text/markup.ts'
import { AwsError } from './aws-error.ts'
import { type Answer, formOf, type Request } from './http-message.ts'
import { issueCredentials } from './issue.ts'
import type { Call } from './journal.ts'
import { assumedRoleArn } from './role-arn.ts'
import { verifySignature } from './sigv4/verify.ts'
import type { State } from './state.ts'
import { stsAnswer, stsRefusals } from './sts.ts'

/** POST / with Action=AssumeRole: credentials of any role can assume the roles in `assumableRoles`. */
export async function assumeRole(state: State, request: Request, call: Call): Promise<Answer> {
  const { identity } = await verifySignature(state, request, stsRefusals)
  const arn = formOf(request).get('RoleArn') ?? ''
  const by = `User: ${assumedRoleArn(identity)} is not authorized to perform: sts:AssumeRole`
  if (!state.settings.assumableRoles.includes(arn)) throw denied(`${by} on resource: ${arn}`)
  return giveRole('AssumeRole', state, request, call)
}

/** POST / with Action=AssumeRoleWithWebIdentity: unsigned, with the CI job's token. */
export function assumeRoleWithWebIdentity(state: State, request: Request, call: Call): Answer {
  const form = formOf(request)
  const { webIdentityTokens } = state.settings
  if (!webIdentityTokens.includes(form.get('WebIdentityToken') ?? '')) {
    throw new AwsError(400, 'InvalidIdentityToken', "Couldn't retrieve verification key.")
  }
  if (!state.settings.assumableRoles.includes(form.get('RoleArn') ?? ''))
    throw denied('Not authorized to perform sts:AssumeRoleWithWebIdentity')
  return giveRole('AssumeRoleWithWebIdentity', state, request, call)
}

function giveRole(action: string, state: State, request: Request, call: Call): Answer {
  const form = formOf(request)
  const session = form.get('RoleSessionName') ?? ''
  const seconds = Number(form.get('DurationSeconds') ?? 3600)
  if (!/^[\w+=,.@-]{2,64}$/.test(session)) throw invalid('roleSessionName')
  if (!(seconds >= 900 && seconds <= 43_200)) throw invalid('durationSeconds')
  const [, partition = '', accountId = '', role = ''] =
    /^arn:([\w-]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(form.get('RoleArn') ?? '') ?? []
  if (role === '') throw invalid('roleArn')
  Object.assign(call, { accountId, role })
  const whose = { accountId, role, session, partition, accessToken: '' }
  const given = issueCredentials(
    state,
    whose,
    Math.min(seconds, state.settings.roleCredentialSeconds),
  )
  return stsAnswer(
    action,
    '<Credentials>' +
      `<AccessKeyId>${given.accessKeyId}</AccessKeyId>` +
      `<SecretAccessKey>${escapeMarkup(given.secretAccessKey)}</SecretAccessKey>` +
      `<SessionToken>${escapeMarkup(given.sessionToken)}</SessionToken>` +
      `<Expiration>${new Date(given.expiration).toISOString()}</Expiration></Credentials>` +
      `<AssumedRoleUser><Arn>${escapeMarkup(assumedRoleArn(given))}</Arn>` +
      `<AssumedRoleId>AROAEMULATED:${escapeMarkup(session)}</AssumedRoleId></AssumedRoleUser>`,
  )
}

function denied(message: string): AwsError {
  return new AwsError(403, 'AccessDenied', message)
}

function invalid(field: string): AwsError {
  const message = `1 validation error detected: Value at '${field}' failed to satisfy constraint`
  return new AwsError(400, 'ValidationError', message)
}
