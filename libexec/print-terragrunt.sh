# shellcheck shell=sh
# Prints the environment of `tfsso env` as JSON for Terragrunt's --auth-provider-cmd. tfsso_remember_environment must
# have run before. Terragrunt sets the variables in `envs` for the unit and for its own AWS calls. Terragrunt can't
# unset a variable, so a variable that must be unset gets an empty value. libexec/take-back.sh restores the earlier
# value of a variable only if the present value is recorded as ours. So we record the empty value, too.
# reads: tfsso_names GRANT; sets:

tfsso_read names

tfsso_json_members='' tfsso_json=''

tfsso_json_string() { # TEXT: sets tfsso_json
  case $1 in
    *[\\\"[:cntrl:]]*)
      tfsso_read json-escapes
      tfsso_escape "$1"
      ;;
    *) tfsso_json=$1 ;;
  esac
  tfsso_json=\"$tfsso_json\"
}

tfsso_json_member() { # NAME VALUE
  tfsso_json_string "$2"
  tfsso_json_members=$tfsso_json_members${tfsso_json_members:+,}\"$1\":$tfsso_json
}

tfsso_print_terragrunt() {
  tfsso_old='' tfsso_now='' tfsso_given='' tfsso_credentials=''
  [ -z "$tfsso_access_key_id" ] || {
    tfsso_json_member ACCESS_KEY_ID "$tfsso_access_key_id"
    tfsso_json_member SECRET_ACCESS_KEY "$tfsso_secret_access_key"
    tfsso_json_member SESSION_TOKEN "$tfsso_session_token"
    tfsso_credentials="\"awsCredentials\":{$tfsso_json_members},"
    tfsso_json_members=''
  }
  for tfsso_name in $tfsso_names; do
    # Terragrunt sets these itself, from awsCredentials.
    case " AWS_ACCESS_KEY_ID AWS_SECURITY_TOKEN $tfsso_secrets " in
      *" $tfsso_name "*) [ -z "$tfsso_credentials" ] || continue ;;
    esac
    eval "tfsso_old=\$tfsso_old_$tfsso_name tfsso_now=\${$tfsso_name+x\$$tfsso_name}
      tfsso_given=\${TFSSO_GIVEN_$tfsso_name+x}"
    if [ -n "$tfsso_now" ]; then
      # Print a variable that we set, changed or not: Terragrunt can put this answer into another unit's environment.
      case $tfsso_name in TFSSO_*) tfsso_given=x ;; esac
      [ "$tfsso_given:$tfsso_old" = ":$tfsso_now" ] || tfsso_json_member "$tfsso_name" "${tfsso_now#x}"
    elif [ -n "$tfsso_old" ]; then
      tfsso_json_member "$tfsso_name" ''
      case " $tfsso_cleared $tfsso_given_names " in
        *" $tfsso_name "*) eval "TFSSO_GIVEN_$tfsso_name=''" ;; # a later turn of this loop prints it
      esac
    fi
  done
  tfsso_print "{$tfsso_credentials\"envs\":{$tfsso_json_members}}" 2>/dev/null || tfsso_fail unwritten
}
