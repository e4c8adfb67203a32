# shellcheck shell=sh
# Asks node whether the real tool is terraform or tofu, whatever its name. This part is read if there is no valid stored
# answer (tool.sh). A program that is neither, such as a version manager, counts as the tool whose name was typed. So
# does a script, about which this part does not ask node. This part also
# asks nothing outside a layer, and if the layer has never had a grant: then it leaves tfsso_unknown set. In the second
# case node identifies the program when it makes the grant (libexec/make-grant.sh).
# reads: tfsso_prefix tfsso_real tfsso_known tfsso_tool tfsso_layer tfsso_command tfsso_operand tfsso_fresh tfsso_needs tfsso_unknown tfsso_cache tfsso_directory tfsso_mode; sets: tfsso_tool tfsso_unknown tfsso_needs tfsso_args tfsso_changes tfsso_variable tfsso_decider

. "$tfsso_prefix/libexec/grant-place.sh"
tfsso_first=''
{ IFS= read -r tfsso_first <"$tfsso_real"; } 2>/dev/null
case $tfsso_first in '#!'*) tfsso_unknown='' ;; esac
[ -z "$tfsso_unknown" ] || [ -z "$tfsso_layer" ] || {
  # Don't ask now if the layer has no directory for grants, because node must then make a grant. But do ask if the command
  # needs no credentials, because the same command might need them with the other tool.
  [ "$tfsso_needs" != no ] && [ ! -e "$tfsso_at" ]
} || {
  tfsso_unknown=''
  tfsso_read node
  case $(tfsso_become_node real-tool "$tfsso_real" "$tfsso_known" </dev/null 2>/dev/null) in
    tofu) tfsso_tool=tofu ;;
    terraform) tfsso_tool=terraform ;;
  esac
  tfsso_read needs
}
