# shellcheck shell=sh
# Sets tfsso_tool to terraform or tofu, whichever the real tool is: each can be installed under the other's name. node
# finds this out once for each program and stores the answer (lib/grant/known-tool.ts). The answer is valid as long as
# the program is the same file with the same modification time (to about a second). Without a valid answer,
# tfsso_unknown is set, and the name that was typed counts until find-tool.sh has asked node.
# reads: tfsso_cache tfsso_real tfsso_tool; sets: tfsso_tool tfsso_known tfsso_unknown

. "$tfsso_prefix/libexec/tool-place.sh"
tfsso_unknown=''
# shellcheck disable=SC3013 # -ef, -nt: dash, bash, busybox and mksh have them
if ! [ "$tfsso_known/after" -nt "$tfsso_real" ] || ! [ "$tfsso_real" -nt "$tfsso_known/before" ]; then
  tfsso_unknown=yes
elif [ "$tfsso_known/$tfsso_tool" -ef "$tfsso_real" ] || [ "$tfsso_known/other" -ef "$tfsso_real" ]; then
  : # the name that was typed decides
elif [ "$tfsso_known/tofu" -ef "$tfsso_real" ]; then
  tfsso_tool=tofu
elif [ "$tfsso_known/terraform" -ef "$tfsso_real" ]; then
  tfsso_tool=terraform
else
  tfsso_unknown=yes
fi
