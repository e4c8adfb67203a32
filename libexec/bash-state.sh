# shellcheck shell=sh
# Switches off inherited bash settings (BASHOPTS, GLOBIGNORE) that change what our file patterns match.
# libexec/give-back.sh restores them.
# reads: tfsso_options; sets: tfsso_options tfsso_shopt tfsso_globignore

# shellcheck disable=SC3028 # only bash reads this part
tfsso_shopt=${BASHOPTS-} tfsso_globignore=${GLOBIGNORE+x$GLOBIGNORE}
tfsso_options="$tfsso_options " # not empty, so libexec/give-back.sh will run
unset GLOBIGNORE
# shellcheck disable=SC3044 # only bash reads this part
shopt -u failglob nullglob dotglob nocaseglob nocasematch 2>/dev/null
