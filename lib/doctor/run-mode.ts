/**
 * What a run of terraform gets in this environment: everything; arguments, and profiles from a CI job's
 * own credentials; arguments only; nothing.
 */
export type RunMode = 'full' | 'job' | 'args' | 'off'
