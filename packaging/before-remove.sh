#!/bin/sh
# Removes what after-install.sh made. dpkg says `remove`, rpm how many versions stay; an upgrade keeps it.
case ${1-} in
  remove | 0) rm -f /usr/lib/tfsso/lib/*.compiled ;;
esac
