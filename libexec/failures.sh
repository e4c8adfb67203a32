# shellcheck shell=sh
# shellcheck disable=SC2154 # the parts of the shim share their variables
# What the shim fails with, by name ($1, and what it needs to know): the exit code and the lines on stderr.

tfsso_say() { # CODE LINE...
  tfsso_code=$1
  shift
  for tfsso_line; do
    # mksh has no printf of its own, and PATH may have none.
    printf '%s\n' "$tfsso_line" 2>/dev/null || print -r -- "$tfsso_line"
  done >&2
  exit "$tfsso_code"
}

case $1 in
  loop)
    tfsso_say 127 \
      "tfsso: $tfsso_tool leads back to tfsso again and again, through another shim on PATH." \
      "  Name the real one: TFSSO_TERRAFORM=/path/to/terraform or TFSSO_TOFU=/path/to/tofu."
    ;;
  named)
    tfsso_say 127 \
      "tfsso: there is no program at $tfsso_real, which TFSSO_TERRAFORM or TFSSO_TOFU names." \
      "  Correct the variable, or unset it to take the next $tfsso_tool on PATH."
    ;;
  none)
    tfsso_say 127 "tfsso: there is no $tfsso_tool on PATH but tfsso's own." \
      "  Install $tfsso_tool, or name it: TFSSO_TERRAFORM=/path/to/terraform or TFSSO_TOFU=/path/to/tofu."
    ;;
  mode) tfsso_say 78 "tfsso: TFSSO is $TFSSO, but must be off, args or nothing." ;;
  lost) tfsso_say 1 "tfsso: cannot go back to $tfsso_here" ;;
  two-accounts)
    tfsso_say 78 \
      "tfsso: this directory is in two accounts, so it is not clear which one is meant." \
      "  By its path: $tfsso_logical (${tfsso_at##*/})" \
      "  Really:      $tfsso_directory (${tfsso_account##*/})" \
      "  Go there by its real path and run the command again."
    ;;
  no-node)
    tfsso_say 1 \
      "tfsso: the Node.js that it was installed with is gone, and there is none on PATH: $tfsso_recorded" \
      "  Install Node.js 20.19 or later and run \`tfsso setup\`; TFSSO=off runs without tfsso."
    ;;
  other-node)
    case $tfsso_version in
      v[0-9]*) tfsso_why="is $tfsso_version" ;;
      *) tfsso_why='does not run here' ;;
    esac
    tfsso_say 1 \
      "tfsso: the Node.js that it was installed with is gone ($tfsso_recorded), and $tfsso_node $tfsso_why." \
      "  Install Node.js 20.19 or later and run \`tfsso setup\`; TFSSO=off runs without tfsso."
    ;;
  no-grant)
    tfsso_find_node
    tfsso_say 1 \
      "tfsso: $tfsso_node printed no grant, or only a part of one." \
      "  If that is no Node.js, install 20.19 or later and run \`tfsso setup\`; TFSSO=off runs without tfsso."
    ;;
  unwritten)
    # Where printf is a program (mksh), a signal has ended it: the reader has gone.
    [ "$2" -le 128 ] || exit "$2"
    tfsso_say 1 'tfsso: The output could not be written: the disk is full, or nobody reads it.'
    ;;
  not-for-this)
    tfsso_say 1 \
      "tfsso: the grant made is not for this run (a bug)." "  wanted $tfsso_covered" "  made   $tfsso_covers"
    ;;
esac
