import { installOptions } from '../../install/options.ts'
import { refused, verb } from './verb.ts'

/** An installed tfsso has `tfsso demo` instead of these two options. */
const { demo: _, browser: __, ...options } = installOptions

/** bin/tfsso and npm/tfsso start install.sh for `tfsso setup`; install.sh runs lib/install. */
export const setup = verb({
  name: 'setup',
  describe:
    'Install or upgrade tfsso: run this after `npm install -g` and after each upgrade by npm',
  options: Object.fromEntries(
    Object.entries(options).map(([name, { describe, ...option }]) => [
      name,
      { type: 'value' in option ? 'string' : 'boolean', describe },
    ]),
  ),
  examples: [
    ['$0 setup --modify-path', 'install or upgrade, and put tfsso on PATH'],
    ['$0 setup --tools tofu', 'install a shim for tofu only'],
    ['$0 setup --uninstall', 'run this before `npm uninstall -g tfsso`'],
  ],
  run: refused('setup'),
})
