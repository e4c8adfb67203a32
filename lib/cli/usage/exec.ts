import { identity } from './options.ts'
import { refused, verb } from './verb.ts'

/** written in sh: libexec/exec.sh */
export const exec = verb({
  name: 'exec',
  describe: 'Run a command with the credentials of this layer, or of another account',
  usage: `$0 exec [--account NAME] [--role ROLE] -- CMD…

Runs CMD with the same keys, profiles and region that terraform would get in this layer.

If CMD itself runs terraform, the shim replaces these credentials with those of the layer that
terraform runs in.
With TFSSO=args or TFSSO=off CMD runs in an unchanged environment.`,
  runsProgram: true,
  options: {
    ...identity,
  },
  examples: [
    ['$0 exec -- aws s3 ls', "with the layer's account and role"],
    [
      '$0 exec -- terragrunt plan',
      'each terraform that it starts gets the credentials of its own layer',
    ],
    ['$0 exec --account shared -- ./report.sh', 'in another account'],
    ['$0 exec --role ReadOnly -- aws s3 ls', 'in another role'],
  ],
  run: refused('exec'),
})
