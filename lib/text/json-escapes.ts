import { quoteForShell } from './quote.ts'

/**
 * The sh function tfsso_escape sets tfsso_json to its argument, escaped for a JSON string, without quotes. The
 * backslash is replaced first, because the other escapes contain a backslash. NUL needs no escape, because no variable
 * can contain NUL.
 */
export function renderJsonEscapes(): string {
  const controls = Array.from({ length: 31 }, (_, i) => String.fromCharCode(i + 1))
  const replacements = ['\\', '"', ...controls].map((character) => {
    const escaped = JSON.stringify(character).slice(1, -1)
    return `  tfsso_replace ${quoteForShell(character)} ${quoteForShell(escaped)}\n`
  })
  return `# shellcheck shell=sh
# reads: ; sets: tfsso_json
tfsso_replace() { # CHARACTER BY: in tfsso_json
  tfsso_rest=$tfsso_json tfsso_json=''
  while :; do
    case $tfsso_rest in
      *"$1"*)
        tfsso_json=$tfsso_json\${tfsso_rest%%"$1"*}$2
        tfsso_rest=\${tfsso_rest#*"$1"}
        ;;
      *) break ;;
    esac
  done
  tfsso_json=$tfsso_json$tfsso_rest
}
# shellcheck disable=SC1003 # a backslash in quotes
tfsso_escape() { # TEXT
  tfsso_json=$1
${replacements.join('')}}
`
}
