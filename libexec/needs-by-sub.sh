# shellcheck shell=sh
# What the commands of two words need (libexec/needs.sh).
# reads: tfsso_command tfsso_sub; sets: tfsso_needs tfsso_args tfsso_sub tfsso_changes tfsso_variable tfsso_decider

case $tfsso_command in
  providers)
    tfsso_args=module
    case $tfsso_sub in
      lock | mirror | schema) tfsso_needs=silent ;;
      *) tfsso_needs=login tfsso_sub='' ;;
    esac
    ;;
  state)
    case $tfsso_sub in
      identities | list | show) tfsso_needs=login ;;
      pull) tfsso_needs=login tfsso_args=module ;;
      mv | push | replace-provider | rm) tfsso_needs=login tfsso_args=module tfsso_changes=yes ;;
    esac
    ;;
  workspace | env)
    case $tfsso_sub in
      list) tfsso_needs=login ;;
      select) tfsso_needs=login tfsso_decider=select ;;
      new) tfsso_needs=login tfsso_changes=yes tfsso_decider=new ;;
      delete) tfsso_needs=login tfsso_changes=yes ;;
    esac
    ;;
esac
case $tfsso_sub in
  '') ;;
  replace-provider) tfsso_variable=${tfsso_command}_replace_provider ;;
  *) tfsso_variable=${tfsso_command}_$tfsso_sub ;;
esac
