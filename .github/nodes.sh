#!/bin/sh
# nodes.sh VERSION: downloads Node.js's official builds into nodes/, and checks each against the signed list of
# checksums. Needs curl, gpgv, and Debian's packages libatomic1 and libatomic1-arm64-cross: on Linux, Node.js 26 needs
# their library.
set -eu
version=v$1
from=https://nodejs.org/dist/$version
# The keys of Node.js's releasers, at one commit of nodejs/release-keys.
keys=https://raw.githubusercontent.com/nodejs/release-keys/b28073028e6d6855cfb53bf7fa0137599c01f967/gpg/pubring.kbx
keys_sum=6030d4e0cd53330acf2ab68acd455b7ca98bb5d5975376f0b7c0892308ba2d57
mkdir -p nodes
cd nodes
curl -fsSLo keys.kbx "$keys"
echo "$keys_sum  keys.kbx" | sha256sum --check
curl -fsSLo signed "$from/SHASUMS256.txt.asc"
gpgv --keyring ./keys.kbx --output sums signed
for platform in linux-x64 linux-arm64 darwin-x64 darwin-arm64; do
  file=node-$version-$platform.tar.gz
  curl -fsSLO "$from/$file"
  grep "  $file\$" sums | sha256sum --check
  tar xf "$file"
  rm "$file"
done
for pair in linux-x64:/usr/lib/x86_64-linux-gnu linux-arm64:/usr/aarch64-linux-gnu/lib; do
  lib=node-$version-${pair%%:*}/lib
  cp -L "${pair#*:}/libatomic.so.1" "$lib/"
  cp /usr/share/doc/libatomic1/copyright "$lib/libatomic.LICENSE"
done
rm keys.kbx signed sums
