# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the shim, the grant and the other parts share their variables
# The second half of libexec/shim.sh, for commands that take credentials: find the layer, use its grant
# or have node make one, apply it, and exec the tool.

# --- 4. the layer ------------------------------------------------------------------------------
# The physical directory counts. `cd -P .` stays where it is and only sets PWD; nothing is forked.
# All that is given to `cd` begins with / or ./, so CDPATH leaves it alone.
tfsso_account_of() { # DIRECTORY: the nearest one upwards that is an account's
  tfsso_at=$1
  case $tfsso_at in [!/]* | '') return 1 ;; esac # where there is no directory any more
  until [ -f "$tfsso_at/config/account.tfvars" ]; do
    [ -n "$tfsso_at" ] || return 1
    tfsso_at=${tfsso_at%/*}
  done
}

tfsso_find_layer() { # false: in no layer
  tfsso_pwd=${PWD-} tfsso_oldpwd=${OLDPWD-}
  tfsso_directory='' tfsso_logical=$tfsso_pwd
  cd -P . 2>/dev/null || return 1
  tfsso_directory=$PWD
  if [ -n "$tfsso_chdir" ]; then
    tfsso_here=$PWD tfsso_directory=''
    case $tfsso_chdir in [!/]*) tfsso_chdir=./$tfsso_chdir ;; esac # `-` is a name, too
    # As the system resolves it, for that is what terraform does …
    cd -P -- "$tfsso_chdir" 2>/dev/null && tfsso_directory=$PWD
    # … and as the person sees it.
    cd -L -- "$tfsso_pwd" 2>/dev/null && cd -L -- "$tfsso_chdir" 2>/dev/null && tfsso_logical=$PWD
    cd -P -- "$tfsso_here" || tfsso_fail 1 "tfsso: cannot go back to $tfsso_here"
  fi
  PWD=$tfsso_pwd OLDPWD=$tfsso_oldpwd
  [ -n "$tfsso_directory" ] && tfsso_account_of "$tfsso_directory" || return 1
  tfsso_account=$tfsso_at
  case $tfsso_directory/ in "$tfsso_account"/config/*) return 1 ;; esac
  if [ "$tfsso_logical" != "$tfsso_directory" ] && tfsso_account_of "$tfsso_logical"; then
    # shellcheck disable=SC3013 # -ef: see above
    [ "$tfsso_at" -ef "$tfsso_account" ] || tfsso_fail 78 \
      "tfsso: this directory is in two accounts, so it is not clear which one is meant." \
      "  By its path: $tfsso_logical (${tfsso_at##*/})" \
      "  Really:      $tfsso_directory (${tfsso_account##*/})" \
      "  Go there by its real path and run the command again."
  fi
  tfsso_project=${tfsso_account%/*}
  until [ -f "$tfsso_project/config/common.tfvars" ]; do
    [ -n "$tfsso_project" ] || return 0 # node says what is missing
    tfsso_project=${tfsso_project%/*}
  done
}
tfsso_find_layer || {
  [ -z "$tfsso_verb" ] || tfsso_outside
  tfsso_exec "$@"
}

# --- 5. the grant ------------------------------------------------------------------------------
# What decides how a CI job's credentials are had; of secrets, whether there are any.
tfsso_cover_job() {
  tfsso_key=${AWS_ACCESS_KEY_ID:-${AWS_ACCESS_KEY-}}
  tfsso_secret=${AWS_SECRET_ACCESS_KEY:-${AWS_SECRET_KEY-}}
  tfsso_uri=${AWS_CONTAINER_CREDENTIALS_RELATIVE_URI:-${AWS_CONTAINER_CREDENTIALS_FULL_URI-}}
  tfsso_covered="$tfsso_covered|$TFSSO_CI_ROLE|${tfsso_key:+set}|${tfsso_secret:+set}"
  tfsso_covered="$tfsso_covered|${AWS_ROLE_ARN-}|${AWS_ROLE_SESSION_NAME-}"
  tfsso_covered="$tfsso_covered|${AWS_WEB_IDENTITY_TOKEN_FILE-}"
  tfsso_covered="$tfsso_covered|${AWS_PROFILE:-${AWS_DEFAULT_PROFILE-}}|${tfsso_uri:+set}"
  tfsso_covered="$tfsso_covered|${AWS_EC2_METADATA_DISABLED-}"
}

# What a grant must go for; lib/grant/coverage.ts puts the same together.
tfsso_covered="2|$tfsso_tool|$tfsso_mode|$tfsso_prefix|$tfsso_directory|$tfsso_account|${tfsso_project:-/}"
tfsso_covered="$tfsso_covered|${HOME-}|${TFSSO_ROLE-}|${TF_DATA_DIR-}|${AWS_CONFIG_FILE-}"
tfsso_covered="$tfsso_covered|${AWS_SHARED_CREDENTIALS_FILE-}|${AWS_ENDPOINT_URL-}"
tfsso_covered="$tfsso_covered|${AWS_ENDPOINT_URL_SSO-}|${AWS_ENDPOINT_URL_SSO_OIDC-}"
tfsso_covered="$tfsso_covered|${AWS_IGNORE_CONFIGURED_ENDPOINT_URLS-}"
[ "$tfsso_mode" != job ] || tfsso_cover_job

case ${XDG_CACHE_HOME-} in
  /*) tfsso_cache=$XDG_CACHE_HOME/tfsso ;;
  *) tfsso_cache=${HOME-}/.cache/tfsso ;;
esac
tfsso_grant=$tfsso_cache/grants$tfsso_directory/.tfsso/$tfsso_tool.$tfsso_mode${TFSSO_ROLE:+@$TFSSO_ROLE}

# Prints the sums of files. False for what is no file: a pipe would be read for ever. In a subshell.
tfsso_prove() {
  for tfsso_arg; do [ -f "$tfsso_arg" ] || return 1; done
  exec </dev/null 2>/dev/null
  tfsso_checksum "$@"
}

tfsso_none() { # FILES: whether none of them is a file
  for tfsso_arg; do [ ! -f "$tfsso_arg" ] || return 1; done
}

# Reads the grant if it is good. Its file's time is when it ends, its directory's when it was made:
# both against a file that is written now, so that nothing need be forked to know the time. Without
# truncating it: ext4 flushes a file that was truncated when it is closed.
tfsso_read_grant() {
  case ${TFSSO_ROLE-} in */*) return 1 ;; esac # no role, but a way to some other file
  # shellcheck disable=SC3067 # -O: dash, bash, busybox and mksh have it
  [ -f "$tfsso_grant" ] && ! [ -h "$tfsso_grant" ] && [ -O "$tfsso_grant" ] || return 1
  tfsso_clock=$tfsso_cache/clock # node makes it, private
  # shellcheck disable=SC3067
  [ -f "$tfsso_clock" ] && ! [ -h "$tfsso_clock" ] && [ -O "$tfsso_clock" ] &&
    { echo 1<>"$tfsso_clock"; } 2>/dev/null || return 1
  # shellcheck disable=SC3013 # -nt: see above; both files are there
  [ "$tfsso_grant" -nt "$tfsso_clock" ] && ! [ "${tfsso_grant%/*}" -nt "$tfsso_clock" ] || return 1
  # Rubbish is not to be run.
  { IFS= read -r tfsso_first <"$tfsso_grant"; } 2>/dev/null && [ "$tfsso_first" = '# tfsso grant' ] || return 1
  tfsso_covers='' tfsso_proof='' tfsso_whole=''
  command . "$tfsso_grant" 2>/dev/null || return 1 # what is cut off may be no sh
  [ "$tfsso_whole" = yes ] && [ "$tfsso_covers" = "$tfsso_covered" ] && [ -n "$tfsso_proof" ] || return 1
  # The proof is of its content as well.
  # shellcheck disable=SC3067
  [ -z "$tfsso_config" ] || { ! [ -h "$tfsso_config" ] && [ -O "$tfsso_config" ]; } || return 1
  # LC_ALL: patterns expand in the order of bytes, as they did when the proof was made; and the
  # command need not load a locale.
  tfsso_missing && tfsso_sums=$(export LC_ALL=C && tfsso_inputs) && [ "$tfsso_sums" = "$tfsso_proof" ]
}

# Has node make a grant, which it prints. Its stdin is empty, or it would eat terraform's.
tfsso_make_grant() {
  tfsso_ask=$tfsso_needs
  if [ "$tfsso_ask" = login ]; then
    [ -t 0 ] || [ -t 2 ] || tfsso_ask=nobody
  fi
  tfsso_node=''
  { IFS= read -r tfsso_node <"$tfsso_prefix/libexec/node-path"; } 2>/dev/null
  [ -x "$tfsso_node" ] || tfsso_node=$(command -v node) || tfsso_fail 1 \
    "tfsso: the Node.js that it was installed with is gone, and there is none on PATH." \
    "  Install Node.js 20.19 or later and run \`tfsso setup\`; TFSSO=off runs without tfsso."
  tfsso_text=$(
    TFSSO_PREFIX=$tfsso_prefix
    export TFSSO_PREFIX
    # shellcheck disable=SC3045 # -S, -c: see above
    ulimit -S -c 0 2>/dev/null # what node holds must not come to lie in a core file
    exec "$tfsso_node" "$tfsso_prefix/lib/cli.js" \
      grant "$tfsso_tool" "$tfsso_mode" "$tfsso_ask" "$tfsso_directory" </dev/null
  ) || exit $?
  [ -n "$tfsso_text" ] || return 1 # nothing could be had silently
  tfsso_covers=''
  eval "$tfsso_text"
  [ "$tfsso_covers" = "$tfsso_covered" ] || tfsso_fail 1 \
    "tfsso: the grant made is not for this run (a bug)." "  wanted $tfsso_covered" "  made   $tfsso_covers"
}

[ "$tfsso_verb" != status ] || tfsso_probe
tfsso_read_grant || tfsso_make_grant || tfsso_exec "$@"
command . "$tfsso_prefix/libexec/environment.sh" || tfsso_fail 1 \
  "tfsso: the installation in $tfsso_prefix is damaged: run its install.sh again"

# --- 6. apply it and go ------------------------------------------------------------------------
# Whether apply is given a plan file: an argument that is no flag and no flag's value.
tfsso_has_plan_file() { # ARGUMENTS
  tfsso_seen='' tfsso_ended='' tfsso_value=''
  for tfsso_arg; do
    if [ -z "$tfsso_seen" ]; then
      [ "$tfsso_arg" != "$tfsso_command" ] || tfsso_seen=yes
    elif [ -n "$tfsso_ended" ]; then
      return 0
    elif [ -n "$tfsso_value" ]; then
      tfsso_value=''
    else
      case $tfsso_arg in
        --) tfsso_ended=yes ;;
        -?*)
          tfsso_arg=${tfsso_arg#-}
          case ${tfsso_arg#-} in
            lock-timeout | parallelism | state | state-out | backup | target | target-file | \
              exclude | exclude-file | replace | invoke | var | var-file | json-into | \
              deprecation) tfsso_value=yes ;;
          esac
          ;;
        *) return 0 ;;
      esac
    fi
  done
  return 1
}

case $tfsso_command in
  apply) ! tfsso_has_plan_file "$@" || tfsso_args='' ;;
esac
tfsso_apply
if [ -n "$tfsso_changes" ] && [ -n "$tfsso_who" ] && [ -z "${TFSSO_QUIET-}" ] && [ -t 2 ]; then
  printf 'tfsso: %s\n' "$tfsso_who" >&2
fi
tfsso_exec "$@"
