#!/bin/sh
# V8 compares only the length of a source file, so after an upgrade it could use old compiled code.
rm -f /usr/lib/tfsso/lib/*.compiled
