# shellcheck shell=sh
# Finds the run's layer. The shim does not use this file, because outside a layer it needs only the first of the two
# parts.
# reads: tfsso_chdir; sets: tfsso_logical tfsso_directory tfsso_layer tfsso_account tfsso_project tfsso_by_path

. "$tfsso_prefix/libexec/nearest-account.sh"
. "$tfsso_prefix/libexec/project.sh"
