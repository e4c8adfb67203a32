import { roleRule } from './rules.ts'

export interface FirstRole {
  any: readonly string[]
}

/**
 * A role in one of three forms:
 * - its name
 * - several names: tfsso uses the first one that the person has (`any`)
 * - the suffix of a profile's name (`<project>-<account>-<suffix>`): the role's whole name, but perhaps in another case
 *
 * The last two forms become a single name only when credentials are needed.
 */
export type Role = string | FirstRole | { suffix: string }

/** The account and role whose credentials a profile gives. */
export interface ProfileTarget {
  account: string
  /** 12 digits */
  accountId: string
  role: Role
  /** set if it is not the layer's portal */
  portal?: NamedPortal | undefined
  /** set if it is not the layer's default region */
  region?: string | undefined
}

/** `name`: the default name for a session at the portal. */
export interface NamedPortal {
  name: string
  startUrl: string
  region: string
}

/** As one word: `DevOps`, `any:DevOps:ReadOnly` or `suffix:devops`. No role's name contains a colon. */
export function roleWord(role: Role): string {
  if (typeof role === 'string') return role
  return 'any' in role ? ['any', ...role.any].join(':') : `suffix:${role.suffix}`
}

/** undefined if the word is invalid. */
export function parseRoleWord(word: string): Role | undefined {
  const [kind, ...names] = word.split(':')
  if (!(names.length > 0 ? names : [word]).every((name) => roleRule.pattern.test(name)))
    return undefined
  if (names.length === 0) return word
  if (kind === 'any') return { any: names }
  return kind === 'suffix' && names.length === 1 ? { suffix: names[0] as string } : undefined
}

export function isRole(role: Role, name: string): boolean {
  if (typeof role === 'string') return role === name
  if ('any' in role) return role.any.includes(name)
  return role.suffix.toLowerCase() === name.toLowerCase()
}

export function describeRole(role: string | FirstRole): string {
  return typeof role === 'string' ? role : role.any.join(' or ')
}
