# shellcheck shell=sh
# Puts the shell into a known state, whatever it was started with: options of sh, or SHELLOPTS in the environment of
# bash. tfsso_options: the options that were there, for libexec/give-back.sh; xtrace and verbose are not given
# back, for they would print.
# reads: ; sets: tfsso_options

case $- in
  *[aefuvxC]*)
    { tfsso_options=$-; } 2>/dev/null
    { set +aefuvxC; } 2>/dev/null
    eval "unset tfsso_options; tfsso_options=$tfsso_options" # allexport has exported it
    ;;
  *)
    unset tfsso_options
    tfsso_options=''
    ;;
esac
# Our own names: one that is exported to us would carry its value, a secret perhaps, to all that we start.
. "$tfsso_prefix/libexec/forget-own.sh"
case ${BASH_VERSION-} in
  # Functions that bash takes from the environment hide builtins.
  ?*) unset -f command cd read echo printf print test [ true false ulimit shopt ;;
esac
