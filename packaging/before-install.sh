#!/bin/sh
# Removes compiled code before an upgrade: to see whether compiled code belongs to a file, V8 compares only
# the file's length.
rm -f /usr/lib/tfsso/lib/*.compiled
