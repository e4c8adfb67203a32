/**
 * What a run of terraform gets in this environment. `full`: everything; `job`: arguments, and profiles that use a CI
 * job's own credentials; `args`: arguments only; `off`: nothing.
 */
export type RunMode = 'full' | 'job' | 'args' | 'off'
