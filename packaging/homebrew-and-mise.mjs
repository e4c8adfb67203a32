// Makes a Homebrew formula, a dev container feature and lines for mise, each with checksums.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Writes tfsso.rb, mise.toml and the feature's archive into the release.
 * @param {string} release
 * @param {string} parts the directory with the feature's files
 * @param {string} version
 * @param {NodeJS.ProcessEnv} env names the repository, in GitHub Actions
 */
export function writeRecipes(release, parts, version, { GITHUB_SERVER_URL, GITHUB_REPOSITORY }) {
  const repository = GITHUB_REPOSITORY ?? 'OWNER/REPOSITORY'
  const home = `${GITHUB_SERVER_URL ?? 'https://github.com'}/${repository}`
  const base = `${home}/releases/download/v${version}`
  const sums = Object.fromEntries(
    readdirSync(release).map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(path.join(release, name)))
        .digest('hex'),
    ]),
  )
  const archives = Object.keys(sums).filter((name) => name.endsWith('.tar.xz'))
  const bundle = `tfsso-${version}.tgz`
  writeFileSync(
    path.join(release, 'tfsso.rb'),
    formula(home, `${base}/${bundle}`, sums[bundle] ?? ''),
  )
  writeFileSync(
    path.join(release, 'mise.toml'),
    miseLines(
      repository,
      version,
      archives.map((name) => [name, sums[name] ?? '']),
    ),
  )
  const feature = path.join(release, 'feature')
  mkdirSync(feature)
  const values = {
    VERSION: version,
    BASE: base,
    ...Object.fromEntries(
      ['x64', 'arm64'].map((arch) => [
        `SUM_${arch}`,
        sums[`tfsso-${version}-linux-${arch}.tar.xz`] ?? '',
      ]),
    ),
  }
  for (const name of ['devcontainer-feature.json', 'install.sh']) {
    cpSync(`${parts}/feature/${name}`, path.join(feature, name))
    const text = readFileSync(path.join(feature, name), 'utf8')
    const filled = text.replace(
      /@(\w+)@/g,
      (word, key) => values[/** @type {keyof typeof values} */ (key)] ?? word,
    )
    writeFileSync(path.join(feature, name), filled)
  }
  const same = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mtime=@499162500']
  const to = path.join(release, `tfsso-feature-${version}.tar`)
  execFileSync('tar', [...same, '--mode=0755', '-cf', to, '-C', feature, '.'])
  execFileSync('rm', ['-r', feature])
}

/**
 * @param {string} home
 * @param {string} url
 * @param {string} sum
 */
function formula(home, url, sum) {
  return `# Made by tfsso's release; not edited by hand.
class Tfsso < Formula
  desc "Plain tofu and terraform in repositories with many AWS accounts"
  homepage "${home}"
  url "${url}"
  sha256 "${sum}"
  license "Apache-2.0"

  depends_on "node"

  def install
    system "npm", "install", *std_npm_args
    bin.install_symlink libexec.glob("bin/*")
  end

  def caveats
    "To install the shims, run: tfsso setup"
  end

  test do
    assert_equal version.to_s, shell_output("#{bin}/tfsso --version").chomp
  end
end
`
}

/**
 * @param {string} repository
 * @param {string} version
 * @param {string[][]} archives name and checksum
 */
function miseLines(repository, version, archives) {
  const platforms = archives.map(([name = '', sum]) => {
    const platform = name.slice(`tfsso-${version}-`.length, -'.tar.xz'.length)
    const key = platform.replace('darwin', 'macos')
    return `"${key}" = { asset_pattern = "${name}", checksum = "sha256:${sum}" }\n`
  })
  const table = `tools."github:${repository}"`
  return `# Made by tfsso's release; not edited by hand. Use one of these two ways, and then run: tfsso setup
# With a Node.js of your own:
#   mise use -g npm:tfsso@${version}
# With the Node.js in the archive:
[${table}]
version = "${version}"
bin_path = "npm"

[${table}.platforms]
${platforms.join('')}`
}
