import type { LayerTool } from '../files/installed-tools.ts'
import type { Environment } from '../files/user-paths.ts'
import type { GrantMode } from '../grant/coverage.ts'
import { makeGrant } from '../grant/make.ts'
import { printGrant } from '../grant/print.ts'
import { whyNobodyIsThere } from '../login/person.ts'
import { endWithParent } from '../process/parent.ts'
import { debug } from '../terminal/debug.ts'
import { asProblem } from '../text/attempt.ts'
import { exitCode } from '../text/problem.ts'
import { handedCommand } from './handed-command.ts'
import { identifyAndKeepTool } from './real-tool.ts'

/**
 * `tfsso grant TOOL MODE ASK DIRECTORY`, for libexec/make-grant.sh: prints the layer's grant. TOOL is what the shim
 * assumes; TFSSO_UNKNOWN_TOOL is set if the shim does not know the tool. ASK is `login` (a person can be asked),
 * `nobody` (neither stdin nor stderr is a terminal) or `silent`. With `silent`, nobody is asked. After a Problem with
 * exit code 78, `silent` prints nothing. After any other Problem, it prints a grant with arguments only. In both cases
 * the exit code is 0.
 *
 * If the command's arguments could decide the account, the shim passes them in variables (libexec/hand-arguments.sh).
 * The command's arguments can contain secrets, and other users can read the arguments of any process.
 */
export async function grant(args: string[]): Promise<number> {
  const [typed, mode, ask, directory] = args as [LayerTool, GrantMode, string, string]
  const { env } = process
  endWithParent(env.TFSSO_SHIM_PID)
  const prefix = env.TFSSO_PREFIX ?? ''
  const tool = unknownTool(env) ?? typed
  const noLogin =
    ask === 'silent' ? 'this command never logs in' : whyNobodyIsThere(env, ask === 'login')
  const hurry = ask === 'silent'
  const command = handedCommand(env)
  const request = { tool, mode, directory, prefix, env, noLogin, hurry, command }
  try {
    printGrant(await makeGrant(request), tool)
  } catch (error) {
    if (ask !== 'silent') throw error
    const problem = asProblem(error)
    debug(`no credentials, because this command never asks you: ${problem.message}`)
    if (problem.code !== exitCode.configuration)
      printGrant(await makeGrant({ ...request, withoutAws: true }), tool)
  }
  return 0
}

/** Undefined if the shim knows the tool, or if the program is neither terraform nor tofu. */
function unknownTool(env: Environment): LayerTool | undefined {
  const { TFSSO_UNKNOWN_TOOL: program, TFSSO_TOOL_PLACE: place = '' } = env
  const kind = program ? identifyAndKeepTool(program, place) : 'other'
  return kind === 'other' ? undefined : kind
}
