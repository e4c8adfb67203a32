# shellcheck shell=sh
# What the arguments say: the command and its parts; `help` and `version` also where they are asked for
# by a flag, and nothing where terraform would show its usage.
# reads: ; sets: tfsso_command tfsso_sub tfsso_chdir tfsso_operand tfsso_fresh

tfsso_command='' tfsso_sub='' tfsso_chdir='' tfsso_operand='' tfsso_fresh=''
tfsso_leading=yes tfsso_ended='' tfsso_next=''
for tfsso_arg; do
  case $tfsso_arg in
    -v | -version | --version)
      # Anywhere, even behind --.
      tfsso_command=version
      break
      ;;
    -h | -help | --help)
      [ -n "$tfsso_ended" ] || {
        tfsso_command=help
        break
      }
      ;;
    --)
      [ -n "$tfsso_command" ] || break
      tfsso_ended=yes
      ;;
    -chdir=?*)
      # Counts only in front of the command.
      [ -n "$tfsso_leading" ] && [ -z "$tfsso_chdir" ] && tfsso_chdir=${tfsso_arg#-chdir=}
      ;;
    -backend=[0Ff]* | --backend=[0Ff]*)
      # As Go reads a bool.
      tfsso_fresh=yes
      ;;
    -backend=* | --backend=*) tfsso_fresh='' ;; # the last one counts
    -*) ;;
    *)
      tfsso_leading=''
      if [ -z "$tfsso_command" ]; then
        tfsso_command=$tfsso_arg tfsso_next=yes
        continue
      fi
      [ -z "$tfsso_next" ] || tfsso_sub=$tfsso_arg
      [ -n "$tfsso_operand" ] || tfsso_operand=$tfsso_arg
      ;;
  esac
  [ -z "$tfsso_command" ] || tfsso_next=''
done
