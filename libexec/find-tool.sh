# shellcheck shell=sh
# Asks node whether the real tool is terraform or tofu, if no valid answer is stored (tool.sh). A script, or a program
# that is neither (such as a version manager), counts as the tool whose name was typed. Outside a layer, this part asks
# nothing, and tfsso_unknown stays set. It also stays set if the layer never had a grant and the command needs
# credentials: node then identifies the program when it makes the grant (libexec/make-grant.sh).
# reads: tfsso_prefix tfsso_real tfsso_known tfsso_tool tfsso_layer tfsso_command tfsso_operand tfsso_fresh tfsso_needs tfsso_unknown tfsso_cache tfsso_directory tfsso_mode; sets: tfsso_tool tfsso_unknown tfsso_needs tfsso_args tfsso_changes tfsso_variable tfsso_decider

. "$tfsso_prefix/libexec/grant-place.sh"
tfsso_first=''
{ IFS= read -r tfsso_first <"$tfsso_real"; } 2>/dev/null
case $tfsso_first in '#!'*) tfsso_unknown='' ;; esac
[ -z "$tfsso_unknown" ] || [ -z "$tfsso_layer" ] || {
  # If there is no directory for grants, don't ask: node makes a grant later, and identifies the program then. But if
  # the command needs no credentials, ask now, because with the other tool it could need them.
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
