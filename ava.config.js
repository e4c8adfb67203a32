/** The first to start, or they are alone in the end: the one waits ten minutes, the other are tests themselves. */
const longest = ['person.test.ts', 'surroundings.test.ts']
/** @param {string} file */
const rank = (file) => (longest.some((name) => file.endsWith(name)) ? 0 : 1)

// Node 20 has no type stripping, so tsx loads the TypeScript of lib and test.
export default {
  files: ['test/**/*.test.ts', 'emulator/**/*.test.ts'],
  extensions: { ts: 'module' },
  nodeArguments: ['--import=tsx'],
  // --import does not reach worker threads on Node 20.
  workerThreads: false,
  timeout: '5m',
  /**
   * @param {string} a
   * @param {string} b
   */
  sortTestFiles: (a, b) => rank(a) - rank(b) || (a < b ? -1 : 1),
}
