# shellcheck shell=sh
# Finds the project's directory (tfsso_project): the account's directory if that has a tfsso.hcl, otherwise the nearest
# one above with a tfsso.hcl, config/common.tfvars or config/common.tfvars.example.
# - With a tfsso.hcl, tfsso_account becomes the project's directory. The grant says whether this is a layer, because
#   only node can match the patterns.
# - Without one, a directory in the account's config/ is no layer: tfsso_layer becomes empty.
#
# The grant also says whether the files can be trusted.
# reads: tfsso_layer tfsso_logical tfsso_account tfsso_from tfsso_described tfsso_directory tfsso_by_path; sets: tfsso_layer tfsso_account tfsso_project tfsso_by_path

tfsso_project=''
[ -z "$tfsso_layer" ] || {
  tfsso_project=$tfsso_account
  # If there is no project, node says what is missing.
  [ -n "$tfsso_described" ] || until
    tfsso_project=${tfsso_project%/*}
    { [ -e "$tfsso_project/tfsso.hcl" ] && tfsso_described=yes; } ||
      [ -e "$tfsso_project/config/common.tfvars" ] ||
      [ -e "$tfsso_project/config/common.tfvars.example" ] || [ -z "$tfsso_project" ]
  do :; done
  if [ -n "$tfsso_described" ]; then
    tfsso_account=$tfsso_project
  else
    case $tfsso_from/ in "$tfsso_account"/config/*) tfsso_layer='' ;; esac
  fi
  [ -z "${TFSSO_EXEC_ROLE-}" ] || tfsso_read handed-role
}
[ -z "$tfsso_by_path" ] || tfsso_read by-path
