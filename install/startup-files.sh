# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # install.sh and its parts share their variables
# The shells' startup files. Read by install.sh.

# One marked block. A comment in it says how the file was before, so that it can be so again.

home=${HOME:-'~'} # without HOME it is only printed
block_begin='# >>> tfsso >>>'
block_end='# <<< tfsso <<<'
was_new='# (The file was made for this.)'
was_bare='# (The line above had no end.)'

line_for() { # SHELL: what its startup file must hold
  case $1 in
    fish) printf 'source "%s/env.fish"' "$prefix" ;;
    *) printf '. "%s/env"' "$prefix" ;;
  esac
}

guarded_line() { # SHELL: the same, where the installation may have gone (dash ends at a missing file)
  case $1 in
    fish) printf 'if test -r "%s/env.fish"; %s; end' "$prefix" "$(line_for fish)" ;;
    *) printf 'if [ -r "%s/env" ]; then %s; fi' "$prefix" "$(line_for sh)" ;;
  esac
}

shell_name() {
  name=${SHELL-}
  case ${name##*/} in
    bash | zsh | fish) printf '%s' "${name##*/}" ;;
    *) printf sh ;;
  esac
}

zsh_file() { case ${ZDOTDIR-} in /*) printf '%s' "$ZDOTDIR/.zshrc" ;; *) printf '%s' "$home/.zshrc" ;; esac; }

fish_config() {
  case ${XDG_CONFIG_HOME-} in
    /*) printf '%s' "$XDG_CONFIG_HOME/fish" ;;
    *) printf '%s' "$home/.config/fish" ;;
  esac
}

# A login shell reads the first that is there, so no new one may hide another.
bash_login_file() {
  for name in .bash_profile .bash_login .profile; do
    if [ -e "$home/$name" ] || [ -h "$home/$name" ]; then
      printf '%s' "$home/$name"
      return
    fi
  done
  case $(uname) in Darwin) printf '%s' "$home/.bash_profile" ;; *) printf '%s' "$home/.profile" ;; esac
}

edit_startup_files() {
  by_hand=''
  shell=$(shell_name)
  case $shell in
    bash)
      add_block "$home/.bashrc" sh
      add_block "$(bash_login_file)" sh
      ;;
    zsh) add_block "$(zsh_file)" sh ;;
    fish) add_block "$(fish_config)/conf.d/tfsso.fish" fish ;;
    *) add_block "$home/.profile" sh ;;
  esac
}

add_block() { # FILE SHELL
  wanted=$(guarded_line "$2")
  case $(split_block block "$1") in
    *"
$wanted
"*)
      say "$1 has the line already."
      return
      ;;
  esac
  if [ -n "$dry_run" ] && writable "$1"; then
    say "Would add to $1: $(line_for "$2")"
    return
  fi
  if ! writable "$1" || ! remove_block "$1"; then
    by_hand=yes
    say "$1 cannot be changed, so it stays as it is. Add this line by hand:" "  $(line_for "$2")"
    return
  fi
  was='' gap=''
  if [ ! -e "$1" ]; then
    was=$was_new
    mkdir -p -- "${1%/*}"
  elif ends_bare "$1"; then
    was=$was_bare gap='
'
  fi
  printf '%s%s\n%s\n%s%s\n%s\n' "$gap" "$block_begin" \
    '# From tfsso'\''s install.sh, whose --uninstall takes it out again.' "${was:+$was
}" "$wanted" "$block_end" >>"$1"
  say "Added to $1: $(line_for "$2")"
}

clean_startup_files() {
  if [ -z "${HOME-}" ]; then
    say 'HOME is not set, so no startup files are looked at.'
    return
  fi
  for file in "$home/.bashrc" "$home/.bash_profile" "$home/.bash_login" "$home/.profile" \
    "$home/.zshrc" "$(zsh_file)" "$(fish_config)/conf.d/tfsso.fish"; do
    block=$(split_block block "$file")
    case $block in
      '') continue ;;
      *"\"$prefix/env\""* | *"\"$prefix/env.fish\""*) ;;
      *)
        say "$file keeps its tfsso lines: they are for another directory."
        continue
        ;;
    esac
    if [ -n "$dry_run" ] && writable "$file"; then
      say "Would take tfsso's lines out of $file."
    elif writable "$file" && remove_block "$file"; then
      say "Took tfsso's lines out of $file."
    else
      say "$file cannot be changed: take the lines from $block_begin to $block_end out by hand."
    fi
  done
}

remove_block() { # FILE: false where it cannot be changed
  block=$(split_block block "$1")
  if [ -z "$block" ]; then return 0; fi
  resolve "$1" # the file is changed where it is, and a link to it stays
  new=$resolved.tfsso.$$
  # cp -p for its mode. mv fails where the file is a mount of its own.
  if cp -p -- "$resolved" "$new" && split_block rest "$resolved" >"$new"; then
    case $block in
      *"$was_new"*) if [ ! -s "$new" ]; then rm -f -- "$new" "$resolved" && return; fi ;;
      *) ;;
    esac
    mv -f -- "$new" "$resolved" && return
  fi
  rm -f -- "$new"
  return 1
}

# Of a startup file, our block or all the rest, byte by byte. A block without an end is not ours.
split_block() { # block|rest FILE
  if [ ! -f "$2" ] || [ ! -r "$2" ]; then return 0; fi
  if ends_bare "$2"; then bare=yes; else bare=''; fi
  LC_ALL=C awk -v want="$1" -v begin="$block_begin" -v end="$block_end" -v was_bare="$was_bare" \
    -v bare="$bare" '
    function put(line) { if (want == "rest") printf "%s%s", gap, line; gap = "\n"; joined = 0 }
    function give_up() { for (i = 1; i <= held; i++) put(block[i]); held = 0 }
    $0 == begin { give_up() }
    $0 == begin || held { block[++held] = $0 }
    $0 == end && held {
      for (i = 1; i <= held; i++) {
        if (want == "block") print block[i]
        if (block[i] == was_bare) joined = 1
      }
      held = 0
      next
    }
    $0 == begin || held { next }
    { put($0) }
    END {
      give_up()
      if (want == "rest" && gap != "" && bare == "" && !joined) printf "\n"
    }' "$2"
}

ends_bare() { [ -n "$(tail -c 1 "$1" | tr '\0' x)" ]; } # FILE: whether its last line has no end

writable() { # FILE: whether it is, or can be made; what is marked read-only is, for root too
  if [ -e "$1" ]; then
    [ -f "$1" ] && [ -w "$1" ] && [ -n "$(find -L "$1" -prune -perm -200)" ]
    return
  fi
  if [ -h "$1" ]; then return 1; fi # a link to nowhere
  near=${1%/*}
  while [ ! -e "$near" ]; do near=${near%/*}; done
  [ -d "$near" ] && [ -w "$near" ]
}
