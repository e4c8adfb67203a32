# shellcheck shell=sh
# Restores the shell options and GLOBIGNORE that known-state.sh and bash-state.sh changed, because bash can pass them on
# to the program that replaces it. xtrace and verbose stay off.
# reads: tfsso_options; sets:

: "${tfsso_globignore=}" "${tfsso_shopt=}"
case $tfsso_globignore in x*) export GLOBIGNORE="${tfsso_globignore#x}" ;; esac
for tfsso_name in failglob nullglob dotglob nocaseglob nocasematch; do
  # shellcheck disable=SC3044 # only in bash can one of these options be set
  case :$tfsso_shopt: in *":$tfsso_name:"*) shopt -s "$tfsso_name" ;; esac
done
# allexport comes after all assignments, so that it exports none of them. errexit is last, so that no failure ends this
# script.
for tfsso_name in C f u k; do
  case $tfsso_options in *"$tfsso_name"*) set -"$tfsso_name" ;; esac
done
case $tfsso_options in *a*) set -a ;; esac
case $tfsso_options in *e*) set -e ;; esac
