# shellcheck shell=sh
# Puts the shell into a known state, whatever it was started with: options of sh, SHELLOPTS in the environment of bash,
# functions and aliases that hide builtins. tfsso_options: the options that were there, for libexec/give-back.sh; xtrace
# and verbose are not given back, for they would print. (With -t bash reads no further than the first line, a comment.)
# reads: ; sets: tfsso_options

# A name with a backslash is no alias.
# shellcheck disable=SC3028,SC3041,SC3044 # what only bash has is for bash only
case ${BASH_VERSION:+:}$- in
  *[:aefkuvxC]*)
    {
      tfsso_options=$-
      case ${BASH_VERSION:+${POSIXLY_CORRECT-bash}} in
        bash)
          # In its POSIX mode `unset` and the like come before functions of that name. It is in this mode where the
          # variable is set. A function `[` can only be unset outside of it.
          POSIXLY_CORRECT=y
          \unset -f unset set exec export eval exit return shift trap break continue builtin declare unalias
          \unset POSIXLY_CORRECT
          \unset -f [ . :
          ;;
      esac
      case ${BASH_VERSION-} in
        ?*)
          \unset -f command cd read echo printf print test true false ulimit shopt
          \unalias -a
          ;;
      esac
      case $- in *k*) \set +k ;; esac
      \set +aefuvxC
    } 2>/dev/null
    ;;
  *) tfsso_options='' ;;
esac
# What bash has switched on by itself is nothing to give back. allexport has exported ours.
case $tfsso_options in *[aefkuvxC]*) ;; *) tfsso_options='' ;; esac
eval "unset tfsso_options; tfsso_options=$tfsso_options"
# Our own names: one that is exported to us would carry its value, a secret perhaps, to all that we start.
. "$tfsso_prefix/libexec/forget-own.sh"
