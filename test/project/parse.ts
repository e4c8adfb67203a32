import { parseHcl } from '../../lib/project/hcl.ts'
import type { Tfvars } from '../../lib/project/tfvars.ts'
import { Problem } from '../../lib/text/problem.ts'

export async function parse(file: string, text: string): Promise<Tfvars> {
  return { file, values: await parseHcl(file, text) }
}

/** Returns the result of `make`, or the message and advice of a Problem with exit code 78. */
export async function orMessage<T>(make: () => T | Promise<T>): Promise<T | string> {
  try {
    return await make()
  } catch (error) {
    if (error instanceof Problem && error.code === 78)
      return [error.message, ...error.advice].join('\n')
    throw error
  }
}
