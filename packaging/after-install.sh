#!/bin/sh
# Compiles the code that a shim waits for. Without this, tfsso works but is slower.
cd /usr/lib/tfsso || exit 0
IFS= read -r flag <libexec/node-flag
node/bin/node ${flag:+"$flag"} lib/cli.js --compile >/dev/null 2>&1 || :
