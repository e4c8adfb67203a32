// Makes a deb and an rpm from the contents of an archive. nfpm.yaml describes both packages.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { execa } from 'execa'

const checkout = fileURLToPath(new URL('..', import.meta.url))
const prefix = '/usr/lib/tfsso'

/** Where each shell looks for completions that packages install. */
const completions = {
  bash: ['usr/share/bash-completion/completions/tfsso'],
  zsh: ['usr/share/zsh/vendor-completions/_tfsso', 'usr/share/zsh/site-functions/_tfsso'],
  fish: ['usr/share/fish/vendor_completions.d/tfsso.fish'],
}

/**
 * nfpm must be on PATH.
 * @param {string} root the unpacked archive
 * @param {string} version
 * @param {string} to
 */
export async function systemPackages(root, version, to) {
  const tree = `${root}.system`
  const node = process.execPath
  const written = ['--prefix', prefix, '--destination', tree]
  await execa(node, [`${root}/lib/install.js`, ...written])
  for (const [shell, files] of Object.entries(completions)) {
    const { stdout } = await execa(node, [`${root}/lib/cli.js`, 'completion', shell], {
      env: { TFSSO_PREFIX: root },
    })
    for (const file of files) write(path.join(tree, file), `${stdout}\n`)
  }
  const manPage = path.join(root, 'man/man1/tfsso.1')
  write(path.join(tree, 'usr/share/man/man1/tfsso.1.gz'), gzipSync(readFileSync(manPage)))
  const arch = root.endsWith('arm64') ? 'arm64' : 'amd64'
  const env = { VERSION: version, ARCH: arch, TREE: tree }
  for (const packager of ['deb', 'rpm']) {
    const description = ['--config', 'packaging/nfpm.yaml', '--packager', packager]
    await execa('nfpm', ['package', ...description, '--target', to], { env, cwd: checkout })
  }
}

/**
 * @param {string} file
 * @param {string | Uint8Array} text
 */
function write(file, text) {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
  chmodSync(file, 0o644)
}
