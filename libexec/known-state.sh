# shellcheck shell=sh
# Puts the shell into a known state. It switches off options of sh and of bash (SHELLOPTS), removes all aliases and the
# functions that hide builtins of bash, and unsets our own variables. tfsso_options records the options, and
# libexec/give-back.sh restores them. xtrace and verbose are not restored, because they would print. (Under `bash -t`
# nothing runs: bash stops after the first line, a comment.)
# reads: ; sets: tfsso_options

# A backslash before a name keeps an alias from applying.
# shellcheck disable=SC3028,SC3041,SC3044 # only bash runs the lines that need bash
case ${BASH_VERSION:+:}$- in
  *[:aefkuvxC]*)
    {
      tfsso_options=$-
      case ${BASH_VERSION:+${POSIXLY_CORRECT-bash}} in
        bash)
          # Setting POSIXLY_CORRECT switches to POSIX mode. There, special builtins such as `unset` win over functions
          # of the same name. A function named `[` can only be unset outside POSIX mode.
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
      # If allexport was on, the first assignment also exported tfsso_options. So unset tfsso_options and set it again.
      eval "unset -v tfsso_options; tfsso_options=$tfsso_options"
    } 2>/dev/null
    ;;
  *)
    unset -v tfsso_options
    tfsso_options=''
    ;;
esac
# Unset our variables. A variable that this process inherited would stay exported, and a secret that we put into it
# would reach every program that we start.
. "$tfsso_prefix/libexec/forget-own.sh"
