# shellcheck shell=sh
# The last step before the real tool: explains the run (TFSSO_DEBUG), lets a run in no layer keep the credentials that
# it inherits (libexec/keep-given.sh), and restores shell options.
# reads: tfsso_options; sets:

[ -z "${TFSSO_DEBUG-}" ] || tfsso_read explain
[ -z "${tfsso_keeps-}" ] || [ -n "${tfsso_layer-yes}" ] || tfsso_give_again
[ -z "$tfsso_options" ] || tfsso_read give-back
