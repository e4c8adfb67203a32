/**
 * The messages that uninstall.ts and uninstall.sh share; `{}` is a path. uninstall.sh works without Node.js, so it
 * reads the messages from npm/rules.sh.
 */
const words = {
  absent: 'Nothing is installed in {}.',
  foreign: '{} is not an installation of tfsso, so nothing in it is removed.',
  would_remove_tfsso: 'Would remove tfsso from {}.',
  removed_tfsso: 'Removed tfsso from {}.',
  stays: '{} stays, because something else is in it.',
  would_remove_cache: 'Would remove the cache, {}, which all your installations share.',
  removed_cache: 'Removed the cache, {}, which all your installations share.',
  left_alone: "Not removed: ~/.aws, because AWS's own tools use the sessions there, too.",
  end_sessions:
    'To end the sessions: `aws sso logout`, or `tfsso logout --all` before you uninstall tfsso.',
} as const

export function uninstallWords(what: keyof typeof words, path = ''): string {
  return words[what].replace('{}', () => path)
}

export function renderUninstallWords(): string {
  const cases = Object.entries(words).map(([what, text]) => {
    const quoted = text.replaceAll('`', '\\`').replace('{}', '$2')
    return `    ${what}) set -- "${quoted}" ;;`
  })
  return `tfsso_says() { # WHAT PATH: what the uninstaller says, on stderr
  case $1 in
${cases.join('\n')}
  esac
  printf '%s\\n' "$1" >&2
}
`
}
