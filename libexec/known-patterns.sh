# shellcheck shell=sh
# Whether bash has taken settings from the environment by which patterns stand for other files.
# reads: tfsso_options; sets: tfsso_options

# shellcheck disable=SC3028 # empty elsewhere
case ${BASH_VERSION+:${BASHOPTS-}:${GLOBIGNORE+set}} in
  *:failglob:* | *:nullglob:* | *:dotglob:* | *:nocaseglob:* | *:nocasematch:* | *:set) tfsso_read bash-state ;;
esac
