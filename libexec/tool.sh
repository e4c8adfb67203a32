# shellcheck shell=sh
# Sets tfsso_tool to what the real tool is: terraform or tofu. Each can be installed under the other's name. node
# identifies the real tool once, and stores the answer (lib/grant/known-tool.ts). The answer is valid for the same file
# with the same modification time (to about a second). Without a valid answer, tfsso_unknown is set, and the typed name
# counts until find-tool.sh has asked node.
# reads: tfsso_cache tfsso_real tfsso_tool; sets: tfsso_tool tfsso_known tfsso_unknown

. "$tfsso_prefix/libexec/tool-place.sh"
tfsso_unknown=''
# shellcheck disable=SC3013 # -ef, -nt: dash, bash, busybox and mksh have them
if ! [ "$tfsso_known/after" -nt "$tfsso_real" ] || ! [ "$tfsso_real" -nt "$tfsso_known/before" ]; then
  tfsso_unknown=yes
elif [ "$tfsso_known/$tfsso_tool" -ef "$tfsso_real" ] || [ "$tfsso_known/other" -ef "$tfsso_real" ]; then
  : # the typed name decides
elif [ "$tfsso_known/tofu" -ef "$tfsso_real" ]; then
  tfsso_tool=tofu
elif [ "$tfsso_known/terraform" -ef "$tfsso_real" ]; then
  tfsso_tool=terraform
else
  tfsso_unknown=yes
fi
