import { env } from './cli/usage/env.ts'
import { exec } from './cli/usage/exec.ts'
import { renderShellOptions } from './cli/usage/shell-options.ts'
import { which } from './cli/usage/which.ts'
import { renderNeeds, renderNeedsBySub, renderOwnArguments } from './grant/command-parts.ts'
import {
  renderAllArguments,
  renderForgetKeys,
  renderForgetStored,
  renderGive,
  renderMarks,
  renderNames,
  renderTraces,
} from './grant/environment-parts.ts'
import { grantFormat } from './grant/grant.ts'
import { renderPlaces } from './grant/place-parts.ts'
import { renderRules } from './install/rules-for-sh.ts'
import { renderUsage } from './install/usage.ts'
import { renderOldestNode } from './process/oldest-node.ts'
import { renderJsonEscapes } from './text/json-escapes.ts'

/** The control characters U+0080 to U+009F, which some terminals obey. */
const controls = Array.from({ length: 32 }, (_, i) => String.fromCharCode(0x80 + i))

/** Parts of libexec, by file name: rules that sh and TypeScript share. */
export function generatedParts(): Record<string, string> {
  return {
    ...renderPlaces(),
    'needs.sh': renderNeeds(),
    'needs-by-sub.sh': renderNeedsBySub(),
    'names.sh': renderNames(),
    'marks.sh': renderMarks(),
    'own-arguments.sh': renderOwnArguments(),
    'all-arguments.sh': renderAllArguments(),
    'traces.sh': renderTraces(),
    'give.sh': renderGive(),
    'forget-keys.sh': renderForgetKeys(),
    'forget-stored.sh': renderForgetStored(),
    'grant-format.sh': `# shellcheck shell=sh\n# reads: ; sets: tfsso_format\ntfsso_format='${grantFormat}'\n`,
    'oldest-node.sh': `# shellcheck shell=sh\n# reads: ; sets: tfsso_oldest_node\n${renderOldestNode()}`,
    'json-escapes.sh': renderJsonEscapes(),
    'control-characters.sh': `# shellcheck shell=sh\n# reads: ; sets: tfsso_c1\ntfsso_c1='${controls.join(' ')}'\n`,
    ...Object.fromEntries(
      [exec, env, which].map((verb) => [
        `options-of-${verb.name}.sh`,
        renderShellOptions(verb as unknown as Parameters<typeof renderShellOptions>[0]),
      ]),
    ),
  }
}

/** The generated files in the repository, by path. install.sh needs these before anything is built. */
export function generatedFiles(): Record<string, string> {
  return { 'npm/rules.sh': renderRules(), 'npm/usage.txt': renderUsage() }
}
