import { accountsIn, findCacheInShell, heldIn, rolesOf } from '../../files/cache-places.ts'
import { accountPatterns, leverageFiles } from '../../layout/leverage/files.ts'
import { fileName } from '../../layout/tfsso-hcl/root.ts'
import type { CompletedOption, CompletedVerb } from './table.ts'

/** For zsh 5 and later. To be sourced after compinit, or saved as `_tfsso` in a directory of fpath. */
export function renderZsh(verbs: readonly CompletedVerb[]): string {
  const described = verbs.map(({ name, describe }) => `    ${quote(`${name}:${describe}`)}`)
  return `#compdef tfsso
# zsh completion for tfsso, made by \`tfsso completion zsh\`.

_tfsso_cache() { # sets $cache to tfsso's cache
  ${findCacheInShell('cache').join('\n  ')}
}

_tfsso_roles() { # the roles that \`tfsso accounts\` has found
  local file cache
  local -a roles expl
  _tfsso_cache
  for file in "${heldIn('$cache')}"/*${rolesOf('')}(N-.); do
    roles+=("\${(@f)$(<$file)}")
  done
  _wanted roles expl role compadd -a roles
}

_tfsso_accounts() { # the project's accounts, from its files, and from its last run or \`tfsso accounts\`
  local directory=$PWD file line cache key='environment[[:space:]]*='
  local -a accounts files match mbegin mend
  until [[ -f $directory/${fileName} || -f $directory/${leverageFiles.common} ]]; do
    [[ -n $directory ]] || return 1
    directory=\${directory%/*}
  done
  files=(${accountPatterns.map((pattern) => `$directory/${pattern}(N-.)`).join(' ')})
  [[ ! -f $directory/${fileName} ]] || files=($directory/${fileName}) key='account'
  for file in $files; do
    while IFS= read -r line || [[ -n $line ]]; do
      [[ $line =~ '^[[:space:]]*'$key'[[:space:]]*"([A-Za-z0-9_.-]+)"' ]] && accounts+=("$match[1]")
    done <$file
  done
  _tfsso_cache
  file="${accountsIn('$cache', '$directory')}"
  [[ ! -f $file ]] || accounts+=("\${(@f)$(<$file)}")
  local -a expl
  _wanted accounts expl account compadd -a accounts
}

_tfsso() {
  local curcontext=$curcontext state state_descr line
  typeset -A opt_args
  local -a verbs=(
${described.join('\n')}
  )
  _arguments -C \\
    '(- *)'{-h,--help}'[Show the help]' '(- *)--version[Show the version]' \\
    '1: :->verb' '*:: :->rest' && return
  case $state in
    verb) _describe -t commands command verbs ;;
    rest)
      case $line[1] in
${verbs.map(renderVerb).join('\n')}
      esac
      ;;
  esac
}

if [[ $funcstack[1] == _tfsso ]]; then
  _tfsso "$@"
else
  compdef _tfsso tfsso
fi
`
}

function renderVerb({ name, options, choices, runsProgram }: CompletedVerb): string {
  const specs = options.map(renderOption)
  if (choices.length > 0) specs.push(quote(`1: :(${choices.join(' ')})`))
  if (runsProgram) specs.push("'(-)1: :_command_names -e'", "'*:: :_normal'")
  // With `runsProgram`, the first word that is no option ends tfsso's own options. This word begins the other program's
  // command line.
  const how = runsProgram ? "-S -A '-*'" : '-S'
  return `        ${name}) _arguments ${[how, ...specs].join(' \\\n          ')} ;;`
}

/** In the syntax of _arguments: «(excluded options)--flag=[description]:message:action». */
function renderOption({ flags, describe, value }: CompletedOption): string {
  const text = `[${describe.replace(/[[\]:\\]/g, '\\$&')}]`
  const action = {
    account: ': :_tfsso_accounts',
    role: ': :_tfsso_roles',
    directory: ': :_directories',
    text: ': : ',
    none: '',
  }[value ?? 'none']
  const excluded = flags.includes('--help') ? '- *' : flags.join(' ')
  return flags
    .map((flag) => quote(`(${excluded})${flag}${value ? '=' : ''}${text}${action}`))
    .join(' ')
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
