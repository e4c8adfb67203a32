# shellcheck shell=sh disable=SC1091
# This file is from the package tfsso. If /etc/tfsso/enabled exists, tofu and terraform run through tfsso for all users.
if [ -e /etc/tfsso/enabled ] && [ -r /usr/lib/tfsso/env ]; then . /usr/lib/tfsso/env; fi
