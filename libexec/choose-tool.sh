# shellcheck shell=sh
# Chooses terraform or tofu for tfsso's commands that name neither. If only one is installed, it is chosen. If both are
# installed, TFSSO_TOOL decides. If TFSSO_TOOL is empty, a project that uses tofu gets tofu. Any other gets terraform.
# lib/demo/real-tool.ts has the same rule without the project.
# reads: tfsso_prefix; sets: tfsso_tool tfsso_named

case ${TFSSO_TOOL-} in
  '' | terraform | tofu) ;;
  *) tfsso_fail tool ;;
esac
tfsso_name_tool() { # TOOL
  tfsso_tool=$1 tfsso_named=${TFSSO_TERRAFORM-}
  [ "$1" = terraform ] || tfsso_named=${TFSSO_TOFU-}
}
tfsso_has_tool() ( # TOOL: runs the shim's own search, which exits if it finds nothing
  tfsso_name_tool "$1"
  tfsso_read real-tool
) 2>/dev/null

# Looks for files that only tofu reads, and for version managers' files. The nearest directory upwards with such a file
# decides.
tfsso_is_tofu_project() (
  cd -P . 2>/dev/null || return 1
  tfsso_at=$PWD
  while :; do
    for tfsso_arg in "$tfsso_at"/*.tofu "$tfsso_at"/*.tofu.json "$tfsso_at/.opentofu-version"; do
      [ ! -f "$tfsso_arg" ] || return 0
    done
    if [ -z "$tfsso_at" ] || [ -f "$tfsso_at/.terraform-version" ]; then return 1; fi
    tfsso_at=${tfsso_at%/*}
  done
)

tfsso_name_tool "${TFSSO_TOOL:-terraform}"
[ -n "${TFSSO_TOOL-}" ] || ! tfsso_is_tofu_project || tfsso_name_tool tofu
tfsso_has_tool "$tfsso_tool" || {
  case $tfsso_tool in tofu) tfsso_other=terraform ;; *) tfsso_other=tofu ;; esac
  ! tfsso_has_tool "$tfsso_other" || tfsso_name_tool "$tfsso_other"
}
