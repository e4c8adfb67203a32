# shellcheck shell=sh
# If bash inherited settings that change what file patterns match, lets libexec/bash-state.sh switch them off.
# reads: tfsso_options; sets: tfsso_options

# shellcheck disable=SC3028 # in other shells this is empty
case ${BASH_VERSION+:${BASHOPTS-}:${GLOBIGNORE+set}} in
  *:failglob:* | *:nullglob:* | *:dotglob:* | *:nocaseglob:* | *:nocasematch:* | *:set) tfsso_read bash-state ;;
esac
