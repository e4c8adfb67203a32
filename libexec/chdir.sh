# shellcheck shell=sh
# Where -chdir leads. All that is given to `cd` begins with / or ./, so CDPATH leaves it alone.
# reads: tfsso_chdir tfsso_pwd tfsso_directory; sets: tfsso_directory tfsso_logical

[ -z "$tfsso_directory" ] || {
  tfsso_here=$PWD tfsso_directory=''
  case $tfsso_chdir in [!/]*) tfsso_chdir=./$tfsso_chdir ;; esac # `-` is a name, too
  # As the system resolves it, for that is what terraform does …
  cd -P -- "$tfsso_chdir" 2>/dev/null && tfsso_directory=$PWD
  # … and as the person sees it.
  cd -L -- "$tfsso_pwd" 2>/dev/null && cd -L -- "$tfsso_chdir" 2>/dev/null && tfsso_logical=$PWD
  cd -P -- "$tfsso_here" || tfsso_fail lost
}
