#!/bin/sh
# Removes what after-install.sh made, except in an upgrade. dpkg passes `remove`; rpm passes how many
# versions stay.
case ${1-} in
  remove | 0) rm -f /usr/lib/tfsso/lib/*.compiled ;;
esac
