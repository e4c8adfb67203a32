#!/bin/sh
# Installs tfsso into a dev container, for all users, as root. Uses the archive next to this script, or downloads it.
set -eu
case $(uname -m) in
  x86_64 | amd64) arch=x64 sum=@SUM_x64@ ;;
  aarch64 | arm64) arch=arm64 sum=@SUM_arm64@ ;;
  *) echo "tfsso: there is no archive for $(uname -m)." >&2 && exit 1 ;;
esac
archive=tfsso-@VERSION@-linux-$arch.tar.xz
here=$(cd "$(dirname "$0")" && pwd)
has() { command -v "$1" >/dev/null; }
missing=''
[ -f "$here/$archive" ] || has curl || missing=curl
has xz || missing="$missing xz"
if [ -n "$missing" ]; then
  if has apt-get; then
    apt-get update -qq
    # shellcheck disable=SC2086 # $missing is not quoted, because it is several words
    apt-get install -qq -y --no-install-recommends ca-certificates ${missing%xz*} xz-utils >/dev/null
  elif has dnf; then
    # shellcheck disable=SC2086
    dnf install -q -y $missing >/dev/null
  else
    echo "tfsso: please install first: $missing" >&2
    exit 1
  fi
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -f "$here/$archive" ]; then
  cp "$here/$archive" "$work/"
else
  curl -fsSL -o "$work/$archive" "@BASE@/$archive"
fi
echo "$sum  $work/$archive" | sha256sum -c - >/dev/null || {
  echo "tfsso: $archive is not the one of the release: its checksum differs." >&2
  exit 1
}
tar xf "$work/$archive" -C "$work"
sh "$work/${archive%.tar.xz}/install.sh" --prefix /usr/local/lib/tfsso
