# shellcheck shell=sh
# Puts the shell into a known state: switches off inherited options of sh and bash (SHELLOPTS), removes all of bash's
# aliases and the functions that hide its builtins, and unsets our variables. libexec/give-back.sh restores the options,
# except xtrace and verbose, which would print. Nothing runs under `bash -t`: bash stops after the first line.
# reads: ; sets: tfsso_options

# A backslash keeps an alias from applying.
# shellcheck disable=SC3028,SC3041,SC3044 # only bash runs the lines that need bash
case ${BASH_VERSION:+:}$- in
  *[:aefkuvxC]*)
    {
      tfsso_options=$-
      case ${BASH_VERSION:+${POSIXLY_CORRECT-bash}} in
        bash)
          # Setting POSIXLY_CORRECT switches to POSIX mode, where special builtins win over functions of the same name.
          # A function named `[` can only be unset outside POSIX mode.
          POSIXLY_CORRECT=y
          \unset -f unset set exec export eval exit return shift trap break continue builtin declare unalias
          \unset POSIXLY_CORRECT
          \unset -f [ . :
          \unset -v IFS # the file of BASH_ENV could have set it
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
      # Options that bash switches on by itself need no restoring.
      case $tfsso_options in *[aefkuvxC]*) ;; *) tfsso_options='' ;; esac
      # allexport would have exported tfsso_options, so unset it and set it again.
      eval "unset -v tfsso_options; tfsso_options=$tfsso_options"
    } 2>/dev/null
    ;;
  *)
    unset -v tfsso_options
    tfsso_options=''
    ;;
esac
# A variable that we inherited stays exported when we set it. So a secret that we put into it would reach every program
# that we start.
. "$tfsso_prefix/libexec/forget-own.sh"
