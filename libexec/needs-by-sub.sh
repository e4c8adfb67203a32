# shellcheck shell=sh
# What the commands of two words need (libexec/needs.sh).
# reads: tfsso_command tfsso_sub; sets: tfsso_needs tfsso_sub tfsso_changes

case $tfsso_command in
  providers)
    case $tfsso_sub in
      lock | mirror | schema) tfsso_needs=silent ;;
      *) tfsso_needs=login tfsso_sub='' ;;
    esac
    ;;
  state)
    case $tfsso_sub in
      identities | list | pull | show) tfsso_needs=login ;;
      mv | push | replace-provider | rm) tfsso_needs=login tfsso_changes=yes ;;
    esac
    ;;
  workspace | env)
    case $tfsso_sub in
      list | select) tfsso_needs=login ;;
      new | delete) tfsso_needs=login tfsso_changes=yes ;;
    esac
    ;;
esac
