# shellcheck shell=sh
# Follows terraform's -chdir. Every path for `cd` begins with / or ./, so that CDPATH does not apply.
# reads: tfsso_chdir tfsso_pwd tfsso_directory; sets: tfsso_directory tfsso_logical

[ -z "$tfsso_directory" ] || {
  tfsso_here=$PWD tfsso_directory=''
  case $tfsso_chdir in [!/]*) tfsso_chdir=./$tfsso_chdir ;; esac # also `-`, which cd would take for OLDPWD
  # The path that terraform uses.
  cd -P -- "$tfsso_chdir" 2>/dev/null && tfsso_directory=$PWD
  # The path that the person sees.
  cd -L -- "$tfsso_pwd" 2>/dev/null && cd -L -- "$tfsso_chdir" 2>/dev/null && tfsso_logical=$PWD
  cd -P -- "$tfsso_here" || tfsso_fail lost
}
