#!/bin/sh
# Removes what after-install.sh made, but not in an upgrade. For a removal dpkg passes `remove`, and rpm passes 0, the
# number of versions that stay.
case ${1-} in
  remove | 0) rm -f /usr/lib/tfsso/lib/*.compiled ;;
esac
