import { quoteForShell } from '../text/quote.ts'

/** `startsOurs` (installed.ts) recognizes `env` and `env.fish` by `# tfsso` at the start. */
const first = '# tfsso on PATH:'

/** The files that put tfsso on PATH. */
export function pathFiles(prefix: string): [name: string, text: string][] {
  return [
    ['env', envForSh(prefix)],
    ['env.fish', envForFish(prefix)],
  ]
}

/**
 * For sh, bash and zsh. In each login shell, macOS's path_helper puts other directories before ours, so this file moves
 * ours to the front.
 */
function envForSh(prefix: string): string {
  const [shims, bin] = [quoteForShell(`${prefix}/shims`), quoteForShell(`${prefix}/bin`)]
  return `${first} a startup file of sh, bash or zsh reads this. Written by install.sh.
case ":\${PATH-}:" in
  :${shims}:${bin}:*) ;;
  *)
    tfsso_path=:\${PATH-}:
    for tfsso_entry in ${shims} ${bin}; do
      while :; do
        case $tfsso_path in
          *":$tfsso_entry:"*) tfsso_path=\${tfsso_path%%":$tfsso_entry:"*}:\${tfsso_path#*":$tfsso_entry:"} ;;
          *) break ;;
        esac
      done
    done
    tfsso_path=\${tfsso_path#:}
    tfsso_path=\${tfsso_path%:}
    PATH=${shims}:${bin}\${tfsso_path:+:$tfsso_path}
    export PATH
    unset tfsso_path tfsso_entry
    ;;
esac
`
}

function envForFish(prefix: string): string {
  const [shims, bin] = [quoteForFish(`${prefix}/shims`), quoteForFish(`${prefix}/bin`)]
  return `${first} a startup file of fish reads this. Written by install.sh.
if test "$PATH[1]" != ${shims}
    set -l others
    for entry in $PATH
        contains -- $entry ${shims} ${bin}; or set -a others $entry
    end
    set -gx PATH ${shims} ${bin} $others
end
`
}

/** A prefix contains no backslash (prefix.ts). */
function quoteForFish(value: string): string {
  return `'${value.replaceAll("'", "\\'")}'`
}
