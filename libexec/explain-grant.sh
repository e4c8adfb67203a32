# shellcheck shell=sh
# TFSSO_DEBUG=1: says that the grant is good, or why it is not.
# reads: tfsso_good tfsso_why tfsso_layer; sets:

tfsso_no_grant() { # WHY
  tfsso_debug "no good grant, so node makes one: $1"
}

# Prints each line of TEXT that is not in OTHER, followed by HAPPENED, such as `has changed`.
tfsso_explain_names() { # TEXT OTHER HAPPENED
  tfsso_rest=$1
  while [ -n "$tfsso_rest" ]; do
    tfsso_name=${tfsso_rest%%"$tfsso_newline"*}
    case $tfsso_rest in
      *"$tfsso_newline"*) tfsso_rest=${tfsso_rest#*"$tfsso_newline"} ;;
      *) tfsso_rest='' ;;
    esac
    case $tfsso_newline$2$tfsso_newline in
      *"$tfsso_newline$tfsso_name$tfsso_newline"*) ;;
      *) tfsso_no_grant "$tfsso_name $3" ;;
    esac
  done
}

tfsso_explain_contents() {
  tfsso_changed=$(
    eval "LC_ALL=C $tfsso_checker \"\$tfsso_grant#\$tfsso_proof\"" 2>/dev/null |
      while IFS= read -r tfsso_line; do
        [ "$tfsso_line" = "${tfsso_line%: FAILED*}" ] || tfsso_print "${tfsso_line%: FAILED*}"
      done
  )
  if [ -n "$tfsso_changed" ]; then
    tfsso_explain_names "$tfsso_changed" '' 'has changed'
  else
    tfsso_no_grant "the grant's proof is damaged"
  fi
}

: "${tfsso_grant=}" "${tfsso_clock=}" "${tfsso_first=}" "${tfsso_format=}" "${tfsso_now=}" "${tfsso_found=}" \
  "${tfsso_checker=}" "${tfsso_proof=}"
tfsso_newline='
'
# shellcheck disable=SC3013,SC3067 # -nt, -O: dash, bash, busybox and mksh have them
if [ "$tfsso_good" = yes ] && [ -z "$tfsso_layer" ]; then
  tfsso_debug "the stored answer is good: this is no layer ($tfsso_grant)"
elif [ "$tfsso_good" = yes ]; then
  tfsso_debug "the grant is good: ${tfsso_who:-arguments only} ($tfsso_grant)"
elif [ ! -e "$tfsso_grant" ] && [ ! -h "$tfsso_grant" ]; then
  tfsso_no_grant "there is none at $tfsso_grant"
elif [ -h "$tfsso_grant" ] || [ ! -f "$tfsso_grant" ] || [ ! -O "$tfsso_grant" ]; then
  tfsso_no_grant "$tfsso_grant is not a plain file of yours"
elif [ -h "$tfsso_clock" ] || [ ! -f "$tfsso_clock" ] || [ ! -O "$tfsso_clock" ]; then
  tfsso_no_grant "$tfsso_clock is missing, or not a plain file of yours"
elif ! [ "$tfsso_grant" -nt "$tfsso_clock" ]; then
  tfsso_no_grant "the grant has expired ($tfsso_grant)"
elif [ "${tfsso_grant%/*}" -nt "$tfsso_clock" ]; then
  tfsso_no_grant "this machine's clock was set back after the grant was made"
elif [ "$tfsso_first" != "$tfsso_format" ]; then
  tfsso_no_grant 'another version of tfsso made the grant'
else
  case $tfsso_why in
    '') tfsso_no_grant "the grant is incomplete, has no proof, or its AWS config is gone ($tfsso_grant)" ;;
    owner) tfsso_no_grant 'a file or directory that another user owned is yours now' ;;
    contents) tfsso_explain_contents ;;
    names)
      if [ "$tfsso_now" = "$tfsso_found" ]; then
        tfsso_no_grant 'an input is no longer a plain file'
      else
        tfsso_explain_names "$tfsso_now" "$tfsso_found" 'is new'
        tfsso_explain_names "$tfsso_found" "$tfsso_now" 'is gone'
      fi
      ;;
    number) tfsso_no_grant 'directories of accounts are new or gone' ;;
    /*) tfsso_no_grant "${tfsso_why#/} is new" ;;
    *) tfsso_no_grant "the grant was made for another $tfsso_why" ;;
  esac
fi
