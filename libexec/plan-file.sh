# shellcheck shell=sh
# Finds out whether `apply` has a plan file: an argument that is neither a flag nor a flag's value. If it has one, the
# run gets only the arguments that terraform allows together with a plan file (tfsso_args=plan). node reads the
# workspace and the bucket from the plan file.
# reads: tfsso_command; sets: tfsso_args tfsso_decider tfsso_plan

tfsso_look_for_plan_file() { # ARGUMENTS
  ! tfsso_has_plan_file "$@" || tfsso_args=plan tfsso_decider=plan
}

tfsso_has_plan_file() { # ARGUMENTS: sets tfsso_plan to the file
  tfsso_seen='' tfsso_ended='' tfsso_value=''
  for tfsso_arg; do
    tfsso_plan=$tfsso_arg
    if [ -z "$tfsso_seen" ]; then
      [ "$tfsso_arg" != "$tfsso_command" ] || tfsso_seen=yes
    elif [ -n "$tfsso_ended" ]; then
      [ -n "$tfsso_arg" ]
      return
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
        '') return 1 ;; # an empty argument is no file, and no flag follows it
        *) return 0 ;;
      esac
    fi
  done
  return 1
}
