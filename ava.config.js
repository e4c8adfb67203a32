// Node 20 has no type stripping, so tsx loads the TypeScript of lib and test.
export default {
  files: ['test/**/*.test.ts'],
  extensions: { ts: 'module' },
  nodeArguments: ['--import=tsx'],
  // --import does not reach worker threads on Node 20.
  workerThreads: false,
  timeout: '5m',
}
