# shellcheck shell=sh disable=SC1091
# If /etc/tfsso/enabled exists, tofu and terraform run through tfsso for all users. This file is part of the package
# tfsso.
if [ -e /etc/tfsso/enabled ] && [ -r /usr/lib/tfsso/env ]; then . /usr/lib/tfsso/env; fi
