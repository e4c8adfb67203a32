// Until every branch imports from the files themselves.
export * from './digest.ts'
export * from './error-code.ts'
export * from './private-directory.ts'
export * from './read.ts'
export * from './read-trusted.ts'
export * from './remove-unused.ts'
