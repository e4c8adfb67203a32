# shellcheck shell=sh
# Prints the message of the failure $1 and exits with its code. libexec/refuse.sh and libexec/read.sh report their
# failures themselves.
# reads: tfsso_prefix; sets:

: "${tfsso_tool=}" "${tfsso_real=}" "${tfsso_here=}" \
  "${tfsso_why=}" "${tfsso_name=}" "${tfsso_missing=}" "${tfsso_elsewhere=}" "${tfsso_node=}" "${tfsso_recorded=}" \
  "${tfsso_version=}" "${tfsso_code=}" # the caller sets those that its failure needs
tfsso_read oldest-node
tfsso_read print
tfsso_read tell
tfsso_say() { # CODE LINE...
  tfsso_code=$1
  shift
  tfsso_tell "$@"
  exit "$tfsso_code"
}

case $tfsso_tool in
  terragrunt) tfsso_names=TFSSO_TERRAGRUNT ;;
  tofu) tfsso_names=TFSSO_TOFU ;;
  *) tfsso_names=TFSSO_TERRAFORM ;;
esac
case $1 in
  loop)
    tfsso_say 127 \
      "tfsso: $tfsso_tool on PATH is another shim, which starts tfsso again in a loop." \
      "  Name the path of the real $tfsso_tool: $tfsso_names=/path/to/$tfsso_tool."
    ;;
  named)
    tfsso_say 127 \
      "tfsso: there is no program at $tfsso_real, which $tfsso_names names." \
      "  Correct the variable, or unset it to take the next $tfsso_tool on PATH."
    ;;
  none)
    case $tfsso_tool in
      terragrunt) tfsso_other='terraform and tofu' tfsso_others=terraform,tofu ;;
      tofu) tfsso_other=terraform tfsso_others=terraform ;;
      *) tfsso_other=tofu tfsso_others=tofu ;;
    esac
    tfsso_say 127 "tfsso: there is no $tfsso_tool on PATH except tfsso's own shim." \
      "  Install $tfsso_tool, or name its path: $tfsso_names=/path/to/$tfsso_tool." \
      "  If you only use $tfsso_other, remove tfsso's shim of $tfsso_tool: tfsso setup --tools $tfsso_others"
    ;;
  arguments)
    tfsso_say 78 \
      "tfsso: $tfsso_name contains arguments of an outer run of tfsso, and another program has changed them," \
      "  so tfsso can't tell which of them are your own." \
      "  Unset $tfsso_name, or set it to your own arguments, before you start $tfsso_tool."
    ;;
  tool)
    # shellcheck disable=SC2153 # not a misspelling: the person sets it
    tfsso_say 78 "tfsso: TFSSO_TOOL is $TFSSO_TOOL, but must be terraform or tofu." "  Correct it, or unset it."
    ;;
  mode) tfsso_say 78 "tfsso: TFSSO is $TFSSO, but must be off, args, on or empty." ;;
  lost) tfsso_say 1 "tfsso: cannot go back to $tfsso_here: it was removed, or you no longer have access to it." ;;
  missing-backend)
    tfsso_say 78 \
      "tfsso: the backend config is missing, and the backend block names no bucket: $tfsso_missing" \
      "  Create that file, correct backend_config in tfsso.hcl, or name another file: -backend-config=FILE"
    ;;
  elsewhere)
    tfsso_say 78 \
      "tfsso: init has set this directory up for another account: $tfsso_elsewhere." \
      "  To use this account's own backend: $tfsso_tool init -reconfigure" \
      "  To move the state there: $tfsso_tool init -migrate-state" \
      "  If the state belongs in that account, name its profile in the backend config of this account."
    ;;
  damaged) tfsso_say 1 "tfsso: the installation in $tfsso_prefix is damaged: run its install.sh again" ;;
  no-node)
    tfsso_say 1 \
      "tfsso: the Node.js that tfsso was installed with is gone, and there is none on PATH: $tfsso_recorded" \
      "  Install Node.js $tfsso_oldest_node or later and run \`tfsso setup\`. To run without tfsso, set TFSSO=off."
    ;;
  own-node)
    tfsso_say 1 \
      "tfsso: the Node.js that came with tfsso is missing, or can't be run: $tfsso_node" \
      "  Install tfsso again, from its archive or package. To run without tfsso, set TFSSO=off."
    ;;
  other-node)
    case $tfsso_version in
      v[0-9]*) tfsso_why="is $tfsso_version" ;;
      *) tfsso_why='does not run here' ;;
    esac
    tfsso_say 1 \
      "tfsso: the Node.js that tfsso was installed with is gone ($tfsso_recorded), and $tfsso_node $tfsso_why." \
      "  Install Node.js $tfsso_oldest_node or later and run \`tfsso setup\`. To run without tfsso, set TFSSO=off."
    ;;
  no-grant)
    tfsso_find_node
    tfsso_say 1 \
      "tfsso: the output of $tfsso_node is missing or incomplete." \
      "  If that program is not Node.js, or is too old, install Node.js $tfsso_oldest_node or later and run \`tfsso setup\`. To run without tfsso, set TFSSO=off."
    ;;
  crashed-node)
    tfsso_find_node
    tfsso_say 1 \
      "tfsso: Node.js crashed (exit code $tfsso_code): $tfsso_node" \
      "  Perhaps its address space is too small: 2 GB are enough (\`ulimit -v\` prints KB). To run without tfsso, set TFSSO=off."
    ;;
  unwritten)
    tfsso_say 1 'tfsso: The output could not be written: the disk is full, or nobody reads it.'
    ;;
  not-for-this)
    tfsso_say 1 \
      "tfsso: the new grant is not for this run (a bug): its $tfsso_why differs." \
      "  Please report it with this line. To run without tfsso, set TFSSO=off."
    ;;
esac
