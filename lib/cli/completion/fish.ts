import { accountsIn, cacheHomeIn, cacheIn, heldIn, rolesOf } from '../../files/cache-places.ts'
import { accountPatterns, leverageFiles } from '../../layout/leverage/files.ts'
import { fileName } from '../../layout/tfsso-hcl/root.ts'
import type { CompletedOption, CompletedVerb } from './table.ts'

/** For fish 3.1 and later. */
export function renderFish(verbs: readonly CompletedVerb[]): string {
  const lines = verbs.flatMap(({ name, describe, options, choices, runsProgram }) => {
    const of = `__tfsso_is ${name}`
    return [
      `complete -c tfsso -n __tfsso_is_first -a ${name} -d ${quote(describe)}`,
      ...options.map((option) => renderOption(of, option)),
      ...(choices.length > 0
        ? [
            `complete -c tfsso -n ${quote(`${of}; and not __tfsso_has_argument`)} -a '${choices.join(' ')}'`,
          ]
        : []),
      ...(runsProgram
        ? [
            `complete -c tfsso -n '__tfsso_program_of ${name} >/dev/null' -a '(__tfsso_complete_program ${name})'`,
          ]
        : []),
    ]
  })
  const valued = verbs
    .flatMap(({ options }) => options)
    .filter(({ value }) => value !== undefined)
    .flatMap(({ flags }) => flags)
  return `# fish completion for tfsso, made by \`tfsso completion fish\`.

function __tfsso_cache
    set -l home ${cacheHomeIn('$HOME')}
    string match -q '/*' -- "$XDG_CACHE_HOME"; and set home $XDG_CACHE_HOME
    echo ${cacheIn('$home')}
end

function __tfsso_roles # the roles that \`tfsso accounts\` has found
    set -l cache (__tfsso_cache)
    for file in ${heldIn('$cache')}/*${rolesOf('')}
        string match -r '.+' <$file
    end
end

function __tfsso_accounts # the project's accounts, from its files, and from its last run or \`tfsso accounts\`
    set -l directory $PWD
    while not test -f "$directory/${fileName}" -o -f "$directory/${leverageFiles.common}"
        test -n "$directory"; or return
        set directory (string replace -r '/[^/]*$' '' -- $directory)
    end
    set -l cache (__tfsso_cache)
    set -l kept "${accountsIn('$cache', '$directory')}"
    test -f "$kept"; and string match -r '.+' <"$kept"
    set -l key 'environment\\s*='
    set -l files ${accountPatterns.map((pattern) => `$directory/${pattern}`).join(' ')}
    if test -f "$directory/${fileName}"
        set key account
        set files "$directory/${fileName}"
    end
    for file in $files
        string replace -rf '^\\s*'$key'\\s*"([A-Za-z0-9_.-]+)".*$' '$1' <$file
    end
end

function __tfsso_is_first # whether the command is still to be typed
    test (count (commandline -opc)) -eq 1
end

function __tfsso_is # VERB: whether this is the command, and the cursor is where its options may be
    set -l words (commandline -opc)
    test "$words[2]" = $argv[1]; and not __tfsso_program_of $argv[1] >/dev/null
end

function __tfsso_has_argument
    string match -qv -- '-*' (commandline -opc)[3..-1]
end

# VERB: prints the command line of the program after \`exec\`, without the word that is being typed;
# false if the cursor is not in that command line.
function __tfsso_program_of
    set -l words (commandline -opc)
    test "$words[2]" = $argv[1]; and contains -- $argv[1] ${verbs
      .filter(({ runsProgram }) => runsProgram)
      .map(({ name }) => name)
      .join(' ')}
    or return 1
    set -e words[1..2]
    while set -q words[1]
        switch $words[1]
            case --
                set -e words[1]
                set -q words[1]; and printf '%s\\n' $words
                return 0
            case ${[...new Set(valued)].join(' ')}
                set -e words[1]
                set -q words[1]; or return 1
            case '-*'
            case '*'
                printf '%s\\n' $words
                return 0
        end
        set -e words[1]
    end
    not string match -q -- '-*' (commandline -ct)
end

function __tfsso_complete_program
    set -l words (__tfsso_program_of $argv[1])
    complete -C (string join -- ' ' (string escape -- $words) (commandline -ct))
end

complete -c tfsso -f
complete -c tfsso -n __tfsso_is_first -s h -l help -d 'Show the help'
complete -c tfsso -n __tfsso_is_first -l version -d 'Show the version'
${lines.join('\n')}
`
}

function renderOption(condition: string, { flags, describe, value }: CompletedOption): string {
  const names = flags.map((flag) => flag.replace(/^--/, '-l ').replace(/^-(?=\w$)/, '-s '))
  const values = {
    account: " -x -a '(__tfsso_accounts)'",
    role: " -x -a '(__tfsso_roles)'",
    directory: " -x -a '(__fish_complete_directories)'",
    text: ' -x',
    none: '',
  }
  return `complete -c tfsso -n ${quote(condition)} ${names.join(' ')}${values[value ?? 'none']} -d ${quote(describe)}`
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}
