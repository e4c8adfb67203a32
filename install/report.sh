# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # install.sh and its parts share their variables
# What `terraform` means once it is installed. Read by install.sh.

# Whether `terraform` is the shim now, else what to do; and whether there is a real one.
report() {
  shell=$(shell_name)
  found=$(command -v terraform) || found=''
  # shellcheck disable=SC3013 # -ef: dash, bash and busybox have it
  if [ -n "$found" ] && [ "$found" -ef "$prefix/shims/terraform" ]; then
    say "\`terraform\` is tfsso's now ($found)."
  elif on_path "$prefix/shims"; then
    if [ -n "$found" ]; then
      say "\`terraform\` is still $found: its directory is in front of $prefix/shims on PATH." \
        "Read tfsso's env file later in your shell's startup, behind what puts ${found%/*} there:" \
        "  $(line_for "$shell")"
    fi
  elif [ -n "$modify_path" ] && [ -z "${by_hand-}" ]; then
    say "\`terraform\` is tfsso's in every new shell. For this one: $(line_for "$shell")"
  else
    case $shell in
      bash) file=$home/.bashrc ;;
      zsh) file=$(zsh_file) ;;
      fish) file=$(fish_config)/config.fish ;;
      *) file=$home/.profile ;;
    esac
    # Terminals on macOS start login shells.
    case $shell$(uname) in bashDarwin) file=$(bash_login_file) ;; esac
    say "\`terraform\` is not tfsso's yet. Add this line to $file and open a new shell:" \
      "  $(line_for "$shell")"
    if [ -z "$modify_path" ]; then tell "  Or have it added: $called --modify-path."; fi
  fi
  if ! has_real; then
    say "Beware: there is no terraform on PATH, nor tofu, but tfsso's own; tfsso does not bring one." \
      'Install one (https://developer.hashicorp.com/terraform/install, https://opentofu.org/docs/intro/install),' \
      'or name it: TFSSO_TERRAFORM=/path/to/terraform. tfsso finds it when it is there; nothing else is to be done.'
  fi
}

on_path() { case :${PATH-}: in *:"$1":*) ;; *) return 1 ;; esac; }

# As the shim looks for it.
has_real() {
  if [ -x "${TFSSO_TERRAFORM-}" ] || [ -x "${TFSSO_TOFU-}" ]; then return; fi
  left=${PATH-}:
  while [ -n "$left" ]; do
    directory=${left%%:*}
    left=${left#*:}
    for tool in terraform tofu; do
      found=${directory:-.}/$tool
      # shellcheck disable=SC3013 # -ef: see above
      if [ -f "$found" ] && [ -x "$found" ] && ! [ "$found" -ef "$prefix/shims/$tool" ]; then return; fi
    done
  done
  return 1
}
