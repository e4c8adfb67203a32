# shellcheck shell=sh disable=SC1091
# tofu and terraform run through tfsso for all users once /etc/tfsso/enabled exists. Part of the package tfsso.
if [ -e /etc/tfsso/enabled ] && [ -r /usr/lib/tfsso/env ]; then . /usr/lib/tfsso/env; fi
