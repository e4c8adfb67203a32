# shellcheck shell=sh
# Defines tfsso_tell, which prints message lines on stderr. A line can contain a file's name with control characters,
# and these could move the cursor or color the screen. So tfsso_tell replaces each control character by `?`. In a
# terminal it also shortens paths and breaks long lines (libexec/fit-terminal.sh). The caller must have read
# libexec/print.sh.
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
    # These are control characters beyond ASCII (C1). A shell that works on bytes does not recognize them.
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
