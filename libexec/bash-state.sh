# shellcheck shell=sh
# What bash takes from BASHOPTS and GLOBIGNORE would change our patterns. libexec/give-back.sh gives it back.
# reads: tfsso_options; sets: tfsso_options tfsso_shopt tfsso_globignore

# shellcheck disable=SC3028 # only bash reads this
tfsso_shopt=${BASHOPTS-} tfsso_globignore=${GLOBIGNORE+x$GLOBIGNORE}
tfsso_options="$tfsso_options " # something was found
unset GLOBIGNORE
# shellcheck disable=SC3044 # only bash reads this
shopt -u failglob nullglob dotglob nocaseglob nocasematch 2>/dev/null
