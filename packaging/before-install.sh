#!/bin/sh
# Removes compiled code before an upgrade: V8 compares only a file's length to see whether compiled code
# fits it.
rm -f /usr/lib/tfsso/lib/*.compiled
