import type { FirstRole } from '../../project/profile-target.ts'

/** Leverage's accounts have one role each. */
export function nameOfRole(role: string | FirstRole): string {
  return typeof role === 'string' ? role : (role.any[0] ?? '')
}
