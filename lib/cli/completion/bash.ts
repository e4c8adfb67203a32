import { accountsIn, findCacheInShell, heldIn, rolesOf } from '../../files/cache-places.ts'
import { accountPatterns, leverageFiles } from '../../layout/leverage/files.ts'
import { fileName } from '../../layout/tfsso-hcl/root.ts'
import type { CompletedOption, CompletedVerb } from './table.ts'

/** For bash 3.2 (macOS) and later, with or without the bash-completion package. The script starts no other program. */
export function renderBash(verbs: readonly CompletedVerb[]): string {
  return `# bash completion for tfsso, made by \`tfsso completion bash\`.

_tfsso_cache() { # sets $cache to tfsso's cache
  ${findCacheInShell('cache').join('\n  ')}
}

_tfsso_lines() { # PREFIX FILE...: the lines of the files that begin with PREFIX
  local file line
  for file in "\${@:2}"; do
    [[ -f $file ]] || continue
    while IFS= read -r line; do
      [[ $line == "$1"* ]] && COMPREPLY+=("$line")
    done <"$file"
  done
}

_tfsso_accounts() { # PREFIX: the project's accounts, from its files, and from its last run or \`tfsso accounts\`
  local directory=$PWD file line files cache key='environment[[:space:]]*='
  until [[ -f $directory/${fileName} || -f $directory/${leverageFiles.common} ]]; do
    [[ -n $directory ]] || return 0
    directory=\${directory%/*}
  done
  _tfsso_cache
  _tfsso_lines "$1" "${accountsIn('$cache', '$directory')}"
  files=(${accountPatterns.map((pattern) => `"$directory"/${pattern}`).join(' ')})
  [[ ! -f $directory/${fileName} ]] || files=("$directory/${fileName}") key='account'
  local pattern='^[[:space:]]*'$key'[[:space:]]*"([A-Za-z0-9_.-]+)"'
  for file in "\${files[@]}"; do
    [[ -f $file ]] || continue
    while IFS= read -r line || [[ -n $line ]]; do
      [[ $line =~ $pattern && \${BASH_REMATCH[1]} == "$1"* ]] && COMPREPLY+=("\${BASH_REMATCH[1]}")
    done <"$file"
  done
}

_tfsso_program() { # INDEX: completes the command line that begins at that word
  local word
  if declare -F _comp_command_offset >/dev/null; then
    _comp_command_offset "$1"
  elif declare -F _command_offset >/dev/null; then
    _command_offset "$1"
  elif ((COMP_CWORD == $1)) && [[ \${COMP_WORDS[COMP_CWORD]} != */* ]]; then
    while IFS= read -r word; do
      [[ -z $word ]] || COMPREPLY+=("$word")
    done <<<"$(compgen -c -- "\${COMP_WORDS[COMP_CWORD]}")"
  fi # otherwise readline completes file names
}

_tfsso() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  local options='' choices='' programs='' cache index word IFS=$' \\t\\n'
  COMPREPLY=()
  # --account=x is three words to bash.
  if [[ $current == = ]]; then
    current=''
  elif [[ $previous == = ]]; then
    previous=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  if ((COMP_CWORD == 1)); then
    options='--help --version' choices='${verbs.map(({ name }) => name).join(' ')}'
  else
    case \${COMP_WORDS[1]} in
${verbs.map(renderVerb).join('\n')}
    esac
  fi
  if [[ -n $programs ]]; then
    for ((index = 2; index < COMP_CWORD; index++)); do
      case \${COMP_WORDS[index]} in
        --)
          _tfsso_program $((index + 1))
          return
          ;;
        ${patternOf(verbs)})
          [[ \${COMP_WORDS[index + 1]} != = ]] || ((index++))
          ((index++))
          ;;
        -*) ;;
        *)
          _tfsso_program "$index"
          return
          ;;
      esac
    done
  fi
  case $previous in
    --account)
      choices='' options=''
      _tfsso_accounts "$current"
      ;;
    ${patternOf(verbs, 'role')})
      choices='' options=''
      _tfsso_cache
      _tfsso_lines "$current" "${heldIn('$cache')}"/*${rolesOf('')}
      ;;
    ${patternOf(verbs, 'directory')}) return ;; # readline completes file names
    ${patternOf(verbs, 'text')}) choices='' options='' ;;
  esac
  if [[ -n $programs && $current != -* && $previous != --* ]]; then
    _tfsso_program "$COMP_CWORD"
    return
  fi
  # Don't complete file names here.
  compopt +o default +o bashdefault 2>/dev/null
  [[ $current != -* ]] || choices=$options
  for word in \${choices:-$options}; do
    [[ $word != "$current"* ]] || COMPREPLY+=("$word")
  done
}

complete -o default -o bashdefault -F _tfsso tfsso
`
}

function renderVerb({ name, options, choices, runsProgram }: CompletedVerb): string {
  const parts = [`options='${options.flatMap(({ flags }) => flags).join(' ')}'`]
  if (choices.length > 0) parts.push(`choices='${choices.join(' ')}'`)
  if (runsProgram) parts.push('programs=yes')
  return `      ${name}) ${parts.join(' ')} ;;`
}

/**
 * A `case` pattern for the options with this kind of value. Without `kind`, the pattern is for all options with a
 * value.
 */
function patternOf(verbs: readonly CompletedVerb[], kind?: CompletedOption['value']): string {
  const flags = verbs
    .flatMap(({ options }) => options)
    .filter(({ value }) => value !== undefined && (kind === undefined || value === kind))
    .flatMap((option) => option.flags)
  return [...new Set(flags)].join(' | ')
}
