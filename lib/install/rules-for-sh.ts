import { renderPlaces } from '../grant/place-parts.ts'
import { portalSuffix } from '../lock/places.ts'
import { renderOldestNode } from '../process/oldest-node.ts'
import { quoteForShell } from '../text/quote.ts'
import { possibleFiles } from './choose-startup-files.ts'
import { currentOf, shimsLink, versionLinks, versionName } from './installed.ts'
import { dataHomeIn, prefixIn } from './prefix.ts'
import { blockBegin } from './startup-block.ts'
import { renderUninstallWords } from './uninstall-words.ts'

/**
 * The text of npm/rules.sh: rules that sh needs if there is no Node.js or if a clone is not built yet. A test checks
 * that the committed file is up to date.
 */
export function renderRules(): string {
  return `# shellcheck shell=sh disable=SC2034
# The build makes this file from lib/install/rules-for-sh.ts: don't edit it here. It has rules about an installation,
# for sh to use without Node.js.

${renderOldestNode()}
# Sets prefix to the default prefix, or to nothing if neither HOME nor XDG_DATA_HOME is an absolute path.
tfsso_default_prefix() {
  prefix=''
  case \${HOME-} in /*) prefix=${prefixIn(dataHomeIn('$HOME'))} ;; esac
  case \${XDG_DATA_HOME-} in /*) prefix=${prefixIn('$XDG_DATA_HOME')} ;; esac
}

tfsso_links() { # LINK PATTERN: whether it is a link whose target matches the pattern
  [ -h "$1" ] || return 1
  # shellcheck disable=SC2254 # not quoted, because it is a pattern
  case $(readlink "$1") in $2) ;; *) return 1 ;; esac
}

tfsso_installed() { # whether prefix is an installation
  tfsso_links "$prefix/current" '${currentOf('?*')}' && tfsso_links "$prefix/shims" ${shimsLink}
}

tfsso_has_version() { # VERSION: whether prefix is an installation of that version
  tfsso_links "$prefix/current" "${currentOf(versionName('$1', '[0-9]*', '*'))}"
}

# Sets prefix to the installation on PATH, else to the one in the default prefix, else to nothing.
tfsso_find_installation() {
  left=\${PATH-}:
  while [ -n "$left" ]; do
    directory=\${left%%:*}
    left=\${left#*:}
    directory=\${directory%/}
    prefix=\${directory%/bin}
    case $directory in /*/bin) if tfsso_installed; then return; fi ;; esac
  done
  tfsso_default_prefix
  tfsso_installed || prefix=''
}

# Sets tfsso_cache. Call it only if HOME is set.
tfsso_find_cache() {
${renderPlaces()
  ['cache.sh']?.replace(/^#.*\n/gm, '')
  .replace(/^(?=.)/gm, '  ')}}

tfsso_version_links='${versionLinks.join(' ')}'
tfsso_lock_suffix=${portalSuffix}
tfsso_block_begin=${quoteForShell(blockBegin)}

tfsso_startup_files() { # COMMAND...: runs it with all startup files that an installation could have changed
  "$@" ${startupFiles().join(' \\\n    ')}
}

${renderUninstallWords()}`
}

/**
 * The paths of startup files, as words of sh. A path can start with a variable such as ZDOTDIR. If that variable is not
 * set, the path usually does not exist, for example `/.zshrc`.
 */
function startupFiles(): string[] {
  const paths = { home: '$HOME', platform: process.platform, exists: () => false }
  const moved = { ZDOTDIR: '/${ZDOTDIR-}', XDG_CONFIG_HOME: '/${XDG_CONFIG_HOME-}' }
  const files = [{}, moved].flatMap((env) => possibleFiles({ ...paths, env }))
  return [...new Set(files)].map((file) => `"${file.replace('/${', '${')}"`)
}
