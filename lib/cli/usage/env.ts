import { identity } from './options.ts'
import { refused, verb } from './verb.ts'

/** written in sh: libexec/env.sh */
export const env = verb({
  name: 'env',
  describe: 'Print the variables that `tfsso exec` sets, secrets included, for eval and editors',
  usage: `$0 env [--account NAME] [--role ROLE] [--json | --unset | --terragrunt]

Prints lines for sh: \`export\` for each variable that \`tfsso exec\` would set, and \`unset\` for each variable that would override one of them.
The output contains secrets.`,
  options: {
    ...identity,
    json: {
      type: 'boolean',
      describe: 'Print one JSON object, with null for each variable to unset',
    },
    unset: { type: 'boolean', describe: 'Print the lines that remove the variables again' },
    terragrunt: {
      type: 'boolean',
      describe: "Print the JSON that Terragrunt's --auth-provider-cmd expects; {} outside a layer",
    },
  },
  examples: [
    ['eval "$($0 env)"', "in a shell, or in direnv's .envrc"],
    ['eval "$($0 env --unset)"', 'remove the variables again'],
    ['$0 env --account shared --json', 'for editors and scripts'],
    [
      'TG_AUTH_PROVIDER_CMD="tfsso env --terragrunt" terragrunt plan',
      "what Terragrunt's shim does",
    ],
  ],
  run: refused('env'),
})
