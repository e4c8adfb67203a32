# shellcheck shell=sh
# Prints what `tfsso env` exports and unsets, as text for sh: changed variables, those that we set, and our records
# (TFSSO_GIVEN_X, TFSSO_WAS_X). names.sh (from lib/grant/environment-parts.ts) lists what we can change.
# reads: ; sets: tfsso_names

# Call this function before tfsso_take_back and before a grant is applied.
tfsso_remember_environment() {
  tfsso_read names
  tfsso_names="TFSSO_GIVEN TFSSO_GIVEN_TOKEN_END TFSSO_EXEC_GIVES $tfsso_argument_names"
  for tfsso_name in $tfsso_cleared $tfsso_given_names $tfsso_secrets; do
    tfsso_names="$tfsso_names $tfsso_name TFSSO_WAS_$tfsso_name TFSSO_GIVEN_$tfsso_name"
  done
  # The x distinguishes an empty value from no value. Unset tfsso_old_X first, because it could be inherited.
  for tfsso_name in $tfsso_names; do
    eval "unset tfsso_old_$tfsso_name
      tfsso_old_$tfsso_name=\${$tfsso_name+x\$$tfsso_name}"
  done
}

# Keeps these variables out of node's environment.
tfsso_forget_environment() {
  for tfsso_name in $tfsso_names; do unset "$tfsso_name"; done
}

tfsso_quote() { # TEXT: sets tfsso_quoted to one word of sh
  tfsso_rest=$1 tfsso_quoted=''
  while :; do
    case $tfsso_rest in
      *\'*)
        tfsso_quoted=$tfsso_quoted${tfsso_rest%%\'*}"'\\''"
        tfsso_rest=${tfsso_rest#*\'}
        ;;
      *) break ;;
    esac
  done
  tfsso_quoted="'$tfsso_quoted$tfsso_rest'"
}

tfsso_print_environment() {
  tfsso_old='' tfsso_now='' tfsso_given=''
  for tfsso_name in $tfsso_names; do
    eval "tfsso_old=\$tfsso_old_$tfsso_name tfsso_now=\${$tfsso_name+x\$$tfsso_name}
      tfsso_given=\${TFSSO_GIVEN_$tfsso_name+x}"
    # Print what we set, changed or not, because editors need the complete list. A secret has no TFSSO_GIVEN_X, so
    # TFSSO_GIVEN_TOKEN_END says whether we set the secrets.
    case " $tfsso_secrets " in *" $tfsso_name "*) tfsso_given=${TFSSO_GIVEN_TOKEN_END+x} ;; esac
    [ "$tfsso_old" != "$tfsso_now" ] || [ -n "$tfsso_given" ] || case $tfsso_name$tfsso_now in
      TFSSO_*x*) ;;
      *) continue ;;
    esac
    if [ -z "$tfsso_now" ]; then
      tfsso_print "unset $tfsso_name" 2>/dev/null || tfsso_fail unwritten
    else
      tfsso_quote "${tfsso_now#x}"
      tfsso_print "export $tfsso_name=$tfsso_quoted" 2>/dev/null || tfsso_fail unwritten
    fi
  done
}
