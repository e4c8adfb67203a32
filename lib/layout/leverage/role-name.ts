import type { FirstRole } from '../../project/profile-target.ts'

/** In Leverage an account has at most one role. */
export function nameOfRole(role: string | FirstRole): string {
  return typeof role === 'string' ? role : (role.any[0] ?? '')
}
