# shellcheck shell=sh
# Finds the layer that the run is in: first the account's directory, then the project's. The shim reads the two parts
# one by one instead, because outside a layer it needs only the first.
# reads: tfsso_chdir; sets: tfsso_logical tfsso_directory tfsso_layer tfsso_account tfsso_project tfsso_by_path

. "$tfsso_prefix/libexec/nearest-account.sh"
. "$tfsso_prefix/libexec/project.sh"
