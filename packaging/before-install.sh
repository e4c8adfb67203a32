#!/bin/sh
# Removes compiled code before an upgrade. V8 would use it for a new file of the same length, because V8 compares only
# the lengths.
rm -f /usr/lib/tfsso/lib/*.compiled
