# shellcheck shell=sh
# What is different for OpenTofu: it takes -var-file wherever it may read the configuration, for its backend
# may use variables.
# reads: tfsso_needs tfsso_args tfsso_command tfsso_sub; sets: tfsso_args tfsso_variable

[ "$tfsso_needs" = no ] || [ -n "$tfsso_args" ] || tfsso_args=vars
case $tfsso_command in
  force-unlock) tfsso_variable=force_unlock ;;
  state | workspace | env | providers)
    case $tfsso_sub in
      '') ;;
      replace-provider) tfsso_variable=${tfsso_command}_replace_provider ;;
      *) tfsso_variable=${tfsso_command}_$tfsso_sub ;;
    esac
    ;;
esac
