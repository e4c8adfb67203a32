/** The bundle's directories and files, which are what an installation consists of, too (lib/install/stage.ts). */
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
 * The bundle's package.json: no dependencies, for all are bundled, and no scripts, so that `npm install`
 * builds and downloads nothing. The repository is that of the checkout's own package.json, else the one
 * that GitHub Actions runs in: provenance needs it to be the one that the bundle is made in.
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
