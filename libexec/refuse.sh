# shellcheck shell=sh
# How tfsso's commands in sh refuse to run. tfsso_verb is the command's name.
# reads: tfsso_verb; sets:

tfsso_read print
tfsso_refuse() { # CODE LINE...
  tfsso_code=$1
  shift
  tfsso_read tell
  tfsso_tell "$@"
  exit "$tfsso_code"
}
tfsso_misused() { # MESSAGE
  tfsso_refuse 1 "tfsso: $1" "  Run \`tfsso $tfsso_verb --help\` to see the options and examples."
}
