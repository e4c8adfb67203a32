import { identity } from './options.ts'
import { refused, verb } from './verb.ts'

/** `tfsso env` is sh: libexec/env.sh. */
export const env = verb({
  name: 'env',
  describe: 'Print the variables that `tfsso exec` gives, secrets included, for eval and editors',
  usage: `$0 env [--account NAME] [--role ROLE] [--json | --unset | --terragrunt]

Prints lines for sh, \`export\` for what is given and \`unset\` for what would fight it. The keys among
them are secrets: they are what was asked for.`,
  options: {
    ...identity,
    json: {
      type: 'boolean',
      describe: 'Print one JSON object, with null for each variable to unset',
    },
    unset: { type: 'boolean', describe: 'Print the lines that undo it' },
    terragrunt: {
      type: 'boolean',
      describe: "Print the JSON that Terragrunt's --auth-provider-cmd expects; {} outside a layer",
    },
  },
  examples: [
    ['eval "$($0 env)"', 'in a shell, or in direnv’s .envrc'],
    ['eval "$($0 env --unset)"', 'undo it'],
    ['$0 env --account shared --json', 'for editors and scripts'],
    [
      'TG_AUTH_PROVIDER_CMD="tfsso env --terragrunt" terragrunt plan',
      "what Terragrunt's shim does",
    ],
  ],
  run: refused('env'),
})
