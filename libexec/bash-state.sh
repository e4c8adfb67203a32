# shellcheck shell=sh
# Switches off settings that bash inherited in BASHOPTS and GLOBIGNORE, because these settings would change what our
# file patterns match. libexec/give-back.sh restores the settings before the real tool starts.
# reads: tfsso_options; sets: tfsso_options tfsso_shopt tfsso_globignore

# shellcheck disable=SC3028 # only bash reads this part
tfsso_shopt=${BASHOPTS-} tfsso_globignore=${GLOBIGNORE+x$GLOBIGNORE}
tfsso_options="$tfsso_options " # with a space it is not empty, so libexec/give-back.sh will run
unset GLOBIGNORE
# shellcheck disable=SC3044 # only bash reads this part
shopt -u failglob nullglob dotglob nocaseglob nocasematch 2>/dev/null
