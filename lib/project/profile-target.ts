import { roleRule } from './rules.ts'

/** A choice of roles: the first one that the person has is used. */
export interface FirstRole {
  any: readonly string[]
}

/**
 * A role: its name, the first of several that the person holds, or the one of theirs whose name is the suffix, in any
 * case. The last two are found out when credentials are asked for.
 */
export type Role = string | FirstRole | { suffix: string }

/** Whose credentials a profile gives. */
export interface ProfileTarget {
  account: string
  /** 12 digits */
  accountId: string
  role: Role
  /** where the account belongs to another portal than the layer's own */
  portal?: NamedPortal | undefined
  /** where the account has a default region of its own */
  region?: string | undefined
}

/** A portal, and the name that a session there goes by unless the person has another. */
export interface NamedPortal {
  name: string
  startUrl: string
  region: string
}

/** A role as one word, which no role's own name can be: `DevOps`, `any:DevOps:ReadOnly`, `suffix:devops`. */
export function roleWord(role: Role): string {
  if (typeof role === 'string') return role
  return 'any' in role ? ['any', ...role.any].join(':') : `suffix:${role.suffix}`
}

/** The role that a word stands for, or undefined where it is none. */
export function parseRoleWord(word: string): Role | undefined {
  const [kind, ...names] = word.split(':')
  if (!(names.length > 0 ? names : [word]).every((name) => roleRule.pattern.test(name)))
    return undefined
  if (names.length === 0) return word
  if (kind === 'any') return { any: names }
  return kind === 'suffix' && names.length === 1 ? { suffix: names[0] as string } : undefined
}

/** Whether credentials of the role of that name are what was asked for. */
export function isRole(role: Role, name: string): boolean {
  if (typeof role === 'string') return role === name
  if ('any' in role) return role.any.includes(name)
  return role.suffix.toLowerCase() === name.toLowerCase()
}

/** A role for people: `DevOps`, or `DevOps or ReadOnly`. */
export function describeRole(role: string | FirstRole): string {
  return typeof role === 'string' ? role : role.any.join(' or ')
}
