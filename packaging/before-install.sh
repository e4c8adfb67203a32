#!/bin/sh
# Removes compiled code before an upgrade. V8 compares only the length of a source file, so it could use old compiled
# code for a new file.
rm -f /usr/lib/tfsso/lib/*.compiled
