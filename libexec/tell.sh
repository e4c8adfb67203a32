# shellcheck shell=sh
# Telling a person something. Names of files may hold anything, so here, and only here, control
# characters become `?`: they could move the cursor or color the screen.
# reads: ; sets:

tfsso_tell() { # LINE...
  tfsso_read control-characters
  for tfsso_line; do
    tfsso_told=''
    while :; do
      case $tfsso_line in
        *[[:cntrl:]]*)
          tfsso_told=$tfsso_told${tfsso_line%%[[:cntrl:]]*}'?'
          tfsso_line=${tfsso_line#*[[:cntrl:]]}
          ;;
        *) break ;;
      esac
    done
    tfsso_line=$tfsso_told$tfsso_line
    # Those of Unicode beyond ASCII, in a shell that goes by bytes.
    for tfsso_told in $tfsso_c1; do
      while :; do
        case $tfsso_line in
          *"$tfsso_told"*) tfsso_line=${tfsso_line%%"$tfsso_told"*}'?'${tfsso_line#*"$tfsso_told"} ;;
          *) break ;;
        esac
      done
    done
    [ ! -t 2 ] || tfsso_read fit-terminal
    tfsso_print "$tfsso_line" >&2
  done
}
