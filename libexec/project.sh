# shellcheck shell=sh
# Finds the project's directory (tfsso_project). If the account's directory, which libexec/nearest-account.sh found, has
# a tfsso.hcl, it is the project's directory, too. Otherwise the project's directory is the nearest one above it with a
# tfsso.hcl, config/common.tfvars or config/common.tfvars.example. If the project has a tfsso.hcl, tfsso_described is
# not empty, and tfsso_account becomes the project's directory. In this case the grant says whether this is a layer,
# because only node can match the patterns of a tfsso.hcl. Without a tfsso.hcl, a directory in the account's config/ is
# no layer: tfsso_layer becomes empty. With and without a tfsso.hcl, the grant says whether the files can be trusted.
# libexec/by-path.sh explains tfsso_by_path.
# reads: tfsso_layer tfsso_logical tfsso_account tfsso_from tfsso_described tfsso_directory tfsso_by_path; sets: tfsso_layer tfsso_account tfsso_project tfsso_by_path

tfsso_project=''
[ -z "$tfsso_layer" ] || {
  tfsso_project=$tfsso_account
  # If no project is found, node says what is missing.
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
