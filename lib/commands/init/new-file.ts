import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { readPersonalConfig } from '../../aws-config/personal-files.ts'
import { type AwsSection, parseAwsConfig } from '../../aws-config/sections.ts'
import type { HeldAccount } from '../../credentials/held.ts'
import { readIfThere } from '../../files/read.ts'
import { findPlaces } from '../../files/user-paths.ts'
import { isRepository } from '../../layout/repository.ts'
import { findRootModules } from '../../layout/root-modules.ts'
import { matchDirectories } from '../../layout/tfsso-hcl/match-directories.ts'
import {
  accountNameOf,
  type NewAccount,
  type NewFile,
  newFileIn,
  renderNewFile,
  sessionLabel,
} from '../../layout/tfsso-hcl/new-file.ts'
import { ancestors } from '../../layout/upwards.ts'
import { isWanted, whyNobodyAnswers } from '../../login/ask.ts'
import { whyLoginIsRefused } from '../../login/person.ts'
import { say, tell } from '../../terminal/say.ts'
import { orElse } from '../../text/attempt.ts'
import { exitCode, misconfigured } from '../../text/problem.ts'
import { loginContext } from '../context.ts'
import { fetchHeld } from '../fetch-held.ts'
import { accountsInConfig, knownPortal } from './from-config.ts'
import { findPortal, type InitOptions } from './portal.ts'
import { askRole } from './roles.ts'
import { writeNew } from './write.ts'

/** Shows the file that says how a repository is laid out, asks, and writes it. Returns 1 if the person says no. */
export async function initRepository(options: InitOptions): Promise<number> {
  const root = findRepository(process.cwd())
  const layers = findRootModules(root, { units: true }).map((layer) => path.relative(root, layer))
  if (layers.length === 0)
    throw misconfigured(
      `There are no files of Terraform or OpenTofu in ${root} or below it.`,
      'Go to your repository and run the command again.',
    )
  const wanted =
    options.from === undefined
      ? await fromPortal(options, layers)
      : fromConfig(path.resolve(options.from), layers)
  const text = renderNewFile(wanted)
  const file = newFileIn(root)
  say(`${file}\n${text.replaceAll(/^(?=.)/gm, '  ')}`)
  if (!(await isWanted(`Write this file?`, options.yes))) return exitCode.failure
  writeNew(file, text)
  tell(
    `wrote ${file}. Look through it, then run \`tfsso doctor\` there and \`tfsso status\` in a layer.`,
  )
  return 0
}

/**
 * The nearest directory with a .git, else the directory itself. Problem (exit code 78) for the person's home and `/`.
 * `directory`: a real path.
 */
function findRepository(directory: string): string {
  // `userInfo` throws for a user without a line in /etc/passwd.
  const home = orElse(() => fs.realpathSync(process.env.HOME || os.userInfo().homedir), undefined)
  for (const at of ancestors(directory)) {
    if (at === '/' || at === home) break
    if (isRepository(at)) return at
  }
  if (directory !== '/' && directory !== home) return directory
  throw misconfigured(
    `${directory} is not a repository.`,
    'Go to your repository and run the command again.',
  )
}

/**
 * The new file, made from the person's accounts at the portal and the directories whose names fit them. Problem (exit
 * code 78) if the person has no role at the portal.
 */
async function fromPortal(options: InitOptions, layers: readonly string[]): Promise<NewFile> {
  const { env } = process
  const places = findPlaces(env)
  const own = readPersonalConfig(places)
  const sso = await findPortal(knownPortal(own, options.startUrl), options)
  const label = sessionLabel(sso.startUrl, sessionOf(own, sso.startUrl))
  const context = loginContext(env, places, own, { name: label, ...sso })
  const held = await fetchHeld(context, whyLoginIsRefused(env))
  if (held.length === 0)
    throw misconfigured(
      `You have no role in any account at ${sso.startUrl}.`,
      'Ask the administrator of this portal for a role.',
    )
  const names = uniqueNames(held)
  const { paths, unplaced } = matchDirectories([...names.values()], layers, [label])
  const accounts: NewAccount[] = []
  for (const { accountId, roles } of held) {
    const name = names.get(accountId) as string
    const own = paths.get(name) ?? []
    const role = await chooseRole(name, roles, own.length > 0 && !options.yes)
    accounts.push({ name, id: accountId, role, held: roles, paths: own })
  }
  return { sessions: [{ name: label, ...sso }], accounts, onlyPlaced: true, unplaced }
}

const sessionOf = (own: readonly AwsSection[], startUrl: string) =>
  own.find(
    ({ kind, settings }) => kind === 'sso-session' && settings.get('sso_start_url') === startUrl,
  )?.name

/** Undefined if the person has no role. If they have several: undefined if they choose none or are not asked. */
async function chooseRole(
  account: string,
  roles: readonly string[],
  ask: boolean,
): Promise<string | undefined> {
  if (roles.length < 2) return roles[0]
  if (!ask || whyNobodyAnswers(process.env) !== undefined) return undefined
  return (await askRole(account, roles)) || undefined
}

/** The map's keys are account ids. */
function uniqueNames(held: readonly HeldAccount[]): Map<string, string> {
  const names = new Map<string, string>()
  for (const { accountId, name } of held) {
    const wanted = accountNameOf(name)
    const taken = [...names.values()].includes(wanted)
    names.set(accountId, taken ? `${wanted}-${accountId}` : wanted)
  }
  return names
}

/** Problem (exit code 78) if the file is missing or has no valid SSO profile. */
function fromConfig(file: string, layers: readonly string[]): NewFile {
  const text = readIfThere(file)?.toString('utf8')
  if (text === undefined) throw misconfigured(`There is no file ${file}.`)
  const found = accountsInConfig(parseAwsConfig(text))
  if (found.accounts.length === 0)
    throw misconfigured(
      `${file} has no profile of AWS SSO: none with sso_account_id and sso_role_name.`,
      'Run tfsso init without --from.',
    )
  const { paths, unplaced } = matchDirectories(
    found.accounts.map(({ name }) => name),
    layers,
    found.sessions.map(({ name }) => name),
  )
  const accounts = found.accounts.map((account) => ({
    ...account,
    paths: paths.get(account.name) ?? [],
  }))
  return { ...found, accounts, onlyPlaced: false, unplaced }
}
