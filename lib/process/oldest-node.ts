/** MAJOR.MINOR, as in `engines` of package.json. */
export const oldestNode = '20.19'

/** For oldest-node.sh and npm/rules.sh. tfsso_will_do tests whether a version from `node --version` is new enough. */
export function renderOldestNode(): string {
  const [major, minor] = oldestNode.split('.')
  return `tfsso_oldest_node=${oldestNode}
tfsso_will_do() { # VERSION, such as v22.1.0
  case $1 in v[0-9]*.[0-9]*.[0-9]*) ;; *) return 1 ;; esac
  set -- "\${1#v}"
  set -- "\${1%%.*}" "\${1#*.}"
  set -- "$1" "\${2%%.*}"
  case $1$2 in *[!0-9]*) return 1 ;; esac
  [ "$1" -gt ${major} ] || { [ "$1" -eq ${major} ] && [ "$2" -ge ${minor} ]; }
}
`
}
