import type { Environment } from '../files/user-paths.ts'
import type { GrantMode } from '../grant/coverage.ts'
import { makeGrant } from '../grant/make.ts'
import { printGrant } from '../grant/print.ts'
import { whyNobodyIsThere } from '../login/person.ts'
import { endWithParent } from '../process/parent.ts'
import type { Tool } from '../project/backend.ts'
import { debug } from '../terminal/debug.ts'
import { asProblem } from '../text/attempt.ts'
import { exitCode } from '../text/problem.ts'
import { handedCommand } from './handed-command.ts'
import { findTool } from './real-tool.ts'

/**
 * `tfsso grant TOOL MODE ASK DIRECTORY`, for libexec/make-grant.sh: prints the layer's grant. TOOL is the tool that the
 * shim assumes. If the shim doesn't know yet which tool the real program is (TFSSO_UNKNOWN_TOOL), this command finds
 * out. ASK is `login` (tfsso is allowed to ask a person to log in), `nobody` (neither stdin nor stderr is a terminal)
 * or `silent`. With `silent`, this command asks nothing, and goes on after a Problem. If the Problem's exit code is 78,
 * it prints no grant, and exits with 0. After any other Problem it tries to print a grant with arguments only.
 *
 * If the arguments of the person's command could decide the account, the shim passes them in environment variables
 * (libexec/hand-arguments.sh): they can contain secrets, and other users can read a process's arguments.
 */
export async function grant(args: string[]): Promise<number> {
  const [typed, mode, ask, directory] = args as [Tool, GrantMode, string, string]
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

/**
 * The tool that the real program is, if the shim doesn't know (TFSSO_UNKNOWN_TOOL). undefined if the shim knows, or if
 * the program is neither terraform nor tofu.
 */
function unknownTool(env: Environment): Tool | undefined {
  const { TFSSO_UNKNOWN_TOOL: program, TFSSO_TOOL_PLACE: place = '' } = env
  const kind = program ? findTool(program, place) : 'other'
  return kind === 'other' ? undefined : kind
}
