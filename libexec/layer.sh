# shellcheck shell=sh
# Finds the run's layer. This file reads two parts. The shim does not use it, because outside a layer the shim needs
# only the first part.
# reads: tfsso_chdir; sets: tfsso_logical tfsso_directory tfsso_layer tfsso_account tfsso_project tfsso_by_path

. "$tfsso_prefix/libexec/nearest-account.sh"
. "$tfsso_prefix/libexec/project.sh"
