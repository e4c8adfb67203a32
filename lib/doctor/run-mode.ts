/**
 * What a run gets from tfsso. `full`: arguments and credentials. `job`: arguments, and profiles that use a CI job's own
 * credentials. `args`: only arguments. `off`: nothing.
 */
export type RunMode = 'full' | 'job' | 'args' | 'off'
