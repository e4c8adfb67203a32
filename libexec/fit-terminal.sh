# shellcheck shell=sh
# Fits tfsso_line to the terminal on stderr: writes `~` for the home directory, and breaks the line at spaces.
# lib/terminal/say.ts does the same in TypeScript.
# reads: tfsso_line; sets: tfsso_line tfsso_columns

tfsso_line=" $tfsso_line"
case ${HOME-} in
  /?*)
    for tfsso_told in ' ' '('; do
      while :; do
        case $tfsso_line in
          *"$tfsso_told$HOME/"*)
            tfsso_line=${tfsso_line%%"$tfsso_told$HOME/"*}$tfsso_told~/${tfsso_line#*"$tfsso_told$HOME/"}
            ;;
          *) break ;;
        esac
      done
    done
    ;;
esac
tfsso_line=${tfsso_line# }

# Ask for the width once, and only for a long line.
[ ${#tfsso_line} -le 60 ] || {
  # The environment could hold credentials already: hide them from stty.
  [ -n "${tfsso_columns-}" ] || tfsso_columns=$(
    unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
    stty size 0<&2 2>/dev/null
  ) || tfsso_columns=''
  tfsso_columns=${tfsso_columns##* }
  case $tfsso_columns in
    '' | 0 | *[!0-9]*) tfsso_columns=9999 ;;
  esac
}
[ ${#tfsso_line} -le "${tfsso_columns:-60}" ] || {
  tfsso_words=$tfsso_line tfsso_line='' tfsso_told=''
  case $tfsso_words in
    'tfsso: '*) tfsso_hang='       ' ;;
    '  '*) tfsso_hang='    ' tfsso_told=' ' tfsso_words=${tfsso_words#  } ;;
    *) tfsso_hang='  ' ;;
  esac
  while [ -n "$tfsso_words" ]; do
    tfsso_word=${tfsso_words%% *}
    tfsso_words=${tfsso_words#"$tfsso_word"}
    tfsso_words=${tfsso_words# }
    if [ -z "$tfsso_told" ]; then
      tfsso_told=$tfsso_word
    elif [ $((${#tfsso_told} + 1 + ${#tfsso_word})) -le "$tfsso_columns" ]; then
      tfsso_told="$tfsso_told $tfsso_word"
    else
      tfsso_line="$tfsso_line$tfsso_told
"
      tfsso_told=$tfsso_hang$tfsso_word
    fi
  done
  tfsso_line=$tfsso_line$tfsso_told
}
