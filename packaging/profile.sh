# shellcheck shell=sh disable=SC1091
# From the package tfsso: /etc/tfsso/enabled makes tofu and terraform run through tfsso for all users.
if [ -e /etc/tfsso/enabled ] && [ -r /usr/lib/tfsso/env ]; then . /usr/lib/tfsso/env; fi
