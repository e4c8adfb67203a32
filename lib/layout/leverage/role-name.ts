import type { FirstRole } from '../../project/profile-target.ts'

/** The name of an account's role: in Leverage an account has at most one. */
export function nameOfRole(role: string | FirstRole): string {
  return typeof role === 'string' ? role : (role.any[0] ?? '')
}
