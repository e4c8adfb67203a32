import { identity } from './options.ts'
import { refused, verb } from './verb.ts'

/** `tfsso exec` is sh: libexec/exec.sh. */
export const exec = verb({
  name: 'exec',
  describe: 'Run a command with the credentials of this layer, or of another account',
  usage: `$0 exec [--account NAME] [--role ROLE] -- CMD…

Becomes CMD, with the keys, the profiles and the region that terraform would be given here.

TF_CLI_ARGS_* are not set: a terraform that CMD runs goes through the shim, which takes all
this back and gives that run what its own layer says, in the layer's own role.
With TFSSO=args or TFSSO=off CMD is run as it is.`,
  runsProgram: true,
  options: {
    ...identity,
  },
  examples: [
    ['$0 exec -- aws s3 ls', "with the layer's own role"],
    ['$0 exec -- terragrunt plan', 'its terraform runs get their own'],
    ['$0 exec --account shared -- ./report.sh', 'in another account'],
    ['$0 exec --role ReadOnly -- aws s3 ls', 'in another role'],
  ],
  run: refused('exec'),
})
