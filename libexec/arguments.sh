# shellcheck shell=sh
# Reads the command line of terraform or tofu, and sets:
# - tfsso_command: the command; `version` for -v or -version, `help` for -h or -help; empty if terraform would show its
#   usage
# - tfsso_sub: the word right after the command, unless it begins with `-`
# - tfsso_operand: after the command, the first word that does not begin with `-`
# - tfsso_chdir: the directory of -chdir
# - tfsso_fresh: not empty for -backend=false
# reads: ; sets: tfsso_command tfsso_sub tfsso_chdir tfsso_operand tfsso_fresh

tfsso_command='' tfsso_sub='' tfsso_chdir='' tfsso_operand='' tfsso_fresh=''
tfsso_leading=yes tfsso_ended='' tfsso_next=''
for tfsso_arg; do
  case $tfsso_arg in
    -v | -version | --version)
      # terraform takes this flag anywhere, even after --.
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
      # terraform takes this flag only before the command.
      [ -n "$tfsso_leading" ] && [ -z "$tfsso_chdir" ] && tfsso_chdir=${tfsso_arg#-chdir=}
      ;;
    -backend=[0Ff]* | --backend=[0Ff]*)
      # Go's flag parser also accepts 0, f and F for `false`.
      tfsso_fresh=yes
      ;;
    -backend=* | --backend=*) tfsso_fresh='' ;; # the last such flag counts
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
