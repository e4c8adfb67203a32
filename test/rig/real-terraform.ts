import { findProgram } from '../../lib/demo/environment.ts'
import { installation } from './install.ts'

/** A real tool of the tester's. */
export interface RealTool {
  title: string
  /** the command that is typed */
  command: 'terraform' | 'tofu'
  program: string
}

const find = (name: string) => findProgram(name, process.env.PATH ?? '', installation())

/**
 * The real terraform that is first on the tester's PATH, tfsso's own shims left out; undefined where
 * there is none.
 */
export function findTerraform(): string | undefined {
  return find('terraform')
}

/** The real tofu that TFSSO_TEST_TOFU names, or the first on PATH. */
export function findTofu(): string | undefined {
  return process.env.TFSSO_TEST_TOFU || find('tofu')
}

/** The terraform of 1.15 or later that TFSSO_TEST_TERRAFORM_115 names. */
export function findTerraform115(): string | undefined {
  return process.env.TFSSO_TEST_TERRAFORM_115 || undefined
}

/** What the e2e tests run with: every real tool that is there. */
export function realTools(): RealTool[] {
  const tools = [
    { title: 'terraform', command: 'terraform', program: findTerraform() },
    { title: 'tofu', command: 'tofu', program: findTofu() },
    { title: 'terraform 1.15', command: 'terraform', program: findTerraform115() },
  ] as const
  return tools.flatMap(({ program, ...tool }) => (program ? { ...tool, program } : []))
}
