/** The bundle's directories and files. An installation gets the same ones (lib/install/stage.ts). */
const parts = [
  'bin',
  'CHANGELOG.md',
  'install.sh',
  'lib',
  'libexec',
  'LICENSE',
  'main.wasm.gz',
  'man',
  'npm',
  'README.md',
  'shims',
  'THIRD-PARTY-LICENSES',
  'uninstall.sh',
]

/**
 * The bundle's package.json. It has no dependencies and no scripts, so `npm install` downloads nothing else and builds
 * nothing. `repository` comes from the checkout or from GitHub Actions. npm compares `repository` with the package's
 * provenance (the proof of where the package was built), and refuses the package if the two differ.
 * @param {Record<string, unknown>} checkout
 * @param {NodeJS.ProcessEnv} env
 */
export function manifest({ name, version, description, license, repository, engines }, env) {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: ours } = env
  const here = server && ours ? { type: 'git', url: `git+${server}/${ours}.git` } : undefined
  return {
    name,
    version,
    description,
    license,
    repository: repository ?? here,
    engines,
    os: ['!win32'],
    bin: { tfsso: 'npm/tfsso' },
    man: 'man/man1/tfsso.1',
    files: parts,
  }
}
