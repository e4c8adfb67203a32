# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # install.sh and its parts share their variables
# Placing a version: staged, tried, and switched to by one link. Read by install.sh.

# A version of its own is staged and tried; then one link is switched.
place() {
  made_prefix='' made_versions='' previous=''
  if [ ! -d "$prefix" ]; then made_prefix=yes; fi
  if [ ! -d "$prefix/versions" ]; then made_versions=yes; fi
  if [ -h "$prefix/current" ]; then previous=$(readlink "$prefix/current"); fi
  staged=$prefix/versions/$version-$(date +%Y%m%d%H%M%S)-$$
  mkdir -p -- "$prefix/versions"
  mkdir -- "$staged"
  stage
  try
  for name in shims bin libexec lib; do
    if [ ! -h "$prefix/$name" ]; then ln -s "current/$name" "$prefix/$name"; fi
  done
  write_file "$prefix/env" "$(env_sh)"
  write_file "$prefix/env.fish" "$(env_fish)"
  ln -s "versions/${staged##*/}" "$prefix/.tfsso.current.$$"
  # rename(2): at no time is there no version. (mv would move into the directory; -T is GNU's.)
  "$node" -e 'require("node:fs").renameSync(process.argv[1], process.argv[2])' \
    "$prefix/.tfsso.current.$$" "$prefix/current"
  switched=yes
  remove_older
}

stage() {
  # All that the bundle has (bundle/manifest.mjs), so that what is installed can be set up again.
  for part in bin install install.sh lib libexec LICENSE main.wasm.gz npm package.json README.md shims \
    THIRD-PARTY-LICENSES; do
    cp -R -- "$dist/$part" "$staged/"
  done
  chmod -R u+rwX,go-w "$staged"
  value=$(quote "$prefix" | sed 's/[\\&|]/\\&/g')
  for script in shims/terraform shims/tofu libexec/credentials bin/tfsso; do
    # The whole line: what stands there already may be the prefix of an installation.
    LC_ALL=C sed "s|^tfsso_prefix=.*|tfsso_prefix=$value|" "$dist/$script" >"$staged/$script"
    chmod +x "$staged/$script"
  done
  printf '%s\n' "$node" >"$staged/libexec/node-path"
  # WebAssembly then needs less address space (ulimit -v). A Node.js that does not know it refuses.
  node_flag=--disable-wasm-trap-handler
  "$node" "$node_flag" --version >/dev/null 2>&1 </dev/null || node_flag=''
  printf '%s\n' "$node_flag" >"$staged/libexec/node-flag"
}

try() {
  for script in "$staged"/shims/* "$staged"/libexec/credentials "$staged"/libexec/*.sh "$staged"/bin/*; do
    quietly "the new version is damaged: ${script##*/}" sh -n "$script"
  done
  TFSSO_PREFIX=$staged quietly 'the new version does not run; see above.' \
    "$node" "$staged/lib/cli.js" --version
  quietly 'the new version does not run; see above.' "$node" "$staged/lib/cli.js" --load
  # Compiled code makes it start sooner; it runs without as well.
  "$node" ${node_flag:+"$node_flag"} "$staged/lib/cli.js" --compile </dev/null >/dev/null 2>&1 || :
}

quote() { # TEXT: quoted for sh
  printf "'%s'" "$(printf '%s\n' "$1" | LC_ALL=C sed "s/'/'\\\\''/g")"
}

write_file() { # FILE TEXT: whole or not at all
  printf '%s\n' "$2" >"$prefix/.tfsso.file.$$"
  mv -f -- "$prefix/.tfsso.file.$$" "$1"
}

# In front of PATH, once. Where something else has come in front of us (macOS's path_helper in each
# login shell), we go to the front again.
env_sh() {
  shims=$(quote "$prefix/shims") bin=$(quote "$prefix/bin")
  cat <<END
# tfsso on PATH: a startup file of sh, bash or zsh reads this. Written by install.sh.
case ":\${PATH-}:" in
  :$shims:$bin:*) ;;
  *)
    tfsso_path=:\${PATH-}:
    for tfsso_entry in $shims $bin; do
      while :; do
        case \$tfsso_path in
          *":\$tfsso_entry:"*) tfsso_path=\${tfsso_path%%":\$tfsso_entry:"*}:\${tfsso_path#*":\$tfsso_entry:"} ;;
          *) break ;;
        esac
      done
    done
    tfsso_path=\${tfsso_path#:}
    tfsso_path=\${tfsso_path%:}
    PATH=$shims:$bin\${tfsso_path:+:\$tfsso_path}
    export PATH
    unset tfsso_path tfsso_entry
    ;;
esac
END
}

env_fish() {
  shims=$(quote_fish "$prefix/shims") bin=$(quote_fish "$prefix/bin")
  cat <<END
# tfsso on PATH: a startup file of fish reads this. Written by install.sh.
if test "\$PATH[1]" != $shims
    set -l others
    for entry in \$PATH
        contains -- \$entry $shims $bin; or set -a others \$entry
    end
    set -gx PATH $shims $bin \$others
end
END
}

quote_fish() { # TEXT: quoted for fish; there is no backslash in it
  printf "'%s'" "$(printf '%s\n' "$1" | LC_ALL=C sed "s/'/\\\\'/g")"
}

# The version that was there before stays, for what still runs from it. What is younger is that of
# another install.sh at work.
remove_older() {
  if [ -z "$previous" ]; then return; fi
  for entry in "$prefix"/versions/*; do
    case versions/${entry##*/} in "$previous" | "versions/${staged##*/}") continue ;; esac
    # shellcheck disable=SC3013 # -ot: see above
    if [ ! -d "$prefix/$previous" ] || [ "$entry" -ot "$prefix/$previous" ]; then
      rm -rf -- "$entry"
    fi
  done
}

take_back() {
  rm -rf -- "$staged"
  rm -f -- "$prefix/.tfsso.current.$$" "$prefix/.tfsso.file.$$"
  if [ -z "$previous" ]; then
    for name in shims bin libexec lib env env.fish; do rm -f -- "$prefix/$name"; done
  fi
  [ -z "$made_versions" ] || rmdir -- "$prefix/versions"
  [ -z "$made_prefix" ] || rmdir -- "$prefix"
}
