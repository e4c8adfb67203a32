#!/bin/sh
# Has V8 compile the code that a shim waits for. Without it tfsso works, but slower.
cd /usr/lib/tfsso || exit 0
IFS= read -r flag <libexec/node-flag
node/bin/node ${flag:+"$flag"} lib/cli.js --compile >/dev/null 2>&1 || :
