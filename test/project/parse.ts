import { parseHcl } from '../../lib/project/hcl.ts'
import type { Tfvars } from '../../lib/project/tfvars.ts'
import { Problem } from '../../lib/text/problem.ts'

/** Parses a tfvars file from its text. */
export async function parse(file: string, text: string): Promise<Tfvars> {
  return { file, values: await parseHcl(file, text) }
}

/** The result of `make`, or the message of the Problem (78) that it throws. */
export async function orMessage<T>(make: () => T | Promise<T>): Promise<T | string> {
  try {
    return await make()
  } catch (error) {
    if (error instanceof Problem && error.code === 78)
      return [error.message, ...error.advice].join('\n')
    throw error
  }
}
