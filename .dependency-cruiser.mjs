// Who may import whom. `npm run check` runs it; types count as imports.

/** The folders of lib: each may import what stands below it in this list, and nothing above. */
const folders = [
  'cli',
  'commands',
  'install',
  'demo',
  'doctor',
  'configure',
  'grant',
  'ci',
  'credentials',
  'login',
  'session',
  'layout',
  'project',
  'aws',
  'aws-config',
  'lock',
  'terminal',
  'files',
  'process',
  'text',
]

const entries = '^lib/(cli|shim-cli|install-cli|shell-parts)\\.ts$'
/** @param {string[]} names */
const oneOf = (names) => `^lib/(${names.join('|')})/`

/** The parts of the product that may start the emulator of AWS. No other part may import it. */
const usersOfTheEmulator = ['^lib/demo/', '^lib/install/compile\\.ts$']

export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Move what both need into a file of its own.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'every-folder-is-in-the-list',
      comment: 'Give the new folder its place in the list in .dependency-cruiser.mjs.',
      severity: 'error',
      from: {},
      to: { path: '^lib/.', pathNot: [entries, oneOf(folders)] },
    },
    {
      name: 'entries-are-imported-by-nobody',
      severity: 'error',
      from: {},
      to: { path: entries },
    },
    ...folders.slice(1).map((folder, index) => ({
      name: `${folder}-imports-only-what-is-below-it`,
      comment: 'The list of folders is in .dependency-cruiser.mjs.',
      severity: 'error',
      from: { path: oneOf([folder]) },
      to: { path: oneOf(folders.slice(0, index + 1)) },
    })),
    {
      name: 'only-demo-and-compile-start-the-emulator',
      severity: 'error',
      from: { path: '^lib/', pathNot: usersOfTheEmulator },
      to: { path: '^emulator/' },
    },
    {
      name: 'the-emulator-knows-only-text',
      severity: 'error',
      from: { path: '^emulator/', pathNot: '^emulator/test/' },
      to: { path: '^(lib|test|bench|docs)/', pathNot: '^lib/text/' },
    },
    {
      name: 'the-product-knows-no-tests',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(test|emulator/test|bench|docs)/' },
    },
    {
      name: 'the-product-uses-no-dev-dependency',
      comment: 'install.sh in a clone installs `dependencies` only.',
      severity: 'error',
      from: { path: '^(lib|emulator)/', pathNot: '^emulator/test/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'every-import-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default'] },
    doNotFollow: { path: 'node_modules' },
  },
}
