import { requireProject } from '../layout/find.ts'
import { describeRun, namedWorkspace } from '../layout/layout.ts'
import { newSources, readProject } from '../layout/read.ts'
import { requireSettings } from '../layout/require.ts'
import { tell } from '../terminal/say.ts'
import { asProblem } from '../text/attempt.ts'

/**
 * The last step of `tfsso which`, after libexec/which.sh has printed the tool's path. Writes account, role and
 * workspace to stderr, if a workspace decided the layer's account.
 */
export async function nameWorkspace(): Promise<number> {
  try {
    const found = requireProject(process.cwd())
    const reading = await readProject(found, 'own', newSources())
    const { layer } = reading
    if (!layer || namedWorkspace(layer) === undefined) return 0
    tell(describeRun(requireSettings(reading, layer.own, process.env.TFSSO_ROLE).identity, layer))
  } catch (error) {
    asProblem(error) // bugs are thrown; Problems are ignored: `tfsso status` and `tfsso doctor` report them
  }
  return 0
}
