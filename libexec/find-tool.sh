# shellcheck shell=sh
# Asks node whether a program is terraform or tofu, whatever its name, if tool.sh
# has no stored answer. Anything else, such as a script or a version
# manager, counts as the tool whose name was typed.
# reads: tfsso_prefix tfsso_real tfsso_known tfsso_tool; sets: tfsso_tool

tfsso_first=''
{ IFS= read -r tfsso_first <"$tfsso_real"; } 2>/dev/null
case $tfsso_first in
  '#!'*) ;;
  *)
    tfsso_read node
    case $(tfsso_become_node real-tool "$tfsso_real" "$tfsso_known" </dev/null 2>/dev/null) in
      tofu) tfsso_tool=tofu ;;
      terraform) tfsso_tool=terraform ;;
    esac
    ;;
esac
