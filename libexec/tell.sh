# shellcheck shell=sh
# tfsso_tell prints message lines on stderr. A file's name can contain control characters that move the cursor or color
# the screen, so each becomes `?`. In a terminal, libexec/fit-terminal.sh shortens paths and breaks long lines.
# tfsso_tell uses tfsso_print, so a script must read print.sh before this part.
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
    # A shell that works on bytes does not recognize control characters beyond ASCII (C1). This loop replaces them.
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
