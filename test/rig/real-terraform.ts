import { execFileSync } from 'node:child_process'
import { findProgram } from '../../lib/demo/environment.ts'
import { installation } from './install.ts'

/** A real tool on the tester's machine. */
export interface RealTool {
  title: string
  /** the name by which tests start the tool */
  command: 'terraform' | 'tofu'
  program: string
}

const find = (name: string) => findProgram(name, process.env.PATH ?? '', installation())

/** The first terraform on the tester's PATH that is not a shim. */
export function findTerraform(): string | undefined {
  return find('terraform')
}

/** The real tofu that TFSSO_TEST_TOFU names, or the first on PATH. */
export function findTofu(): string | undefined {
  return process.env.TFSSO_TEST_TOFU || find('tofu')
}

/** The terraform that TFSSO_TEST_TERRAFORM_115 names, or the first terraform of 1.15 or later on PATH. */
export function findTerraform115(): string | undefined {
  terraform115 ??= process.env.TFSSO_TEST_TERRAFORM_115 || findOnPath() || ''
  return terraform115 || undefined
}
let terraform115: string | undefined

function findOnPath(): string | undefined {
  const directories = (process.env.PATH ?? '').split(':')
  const programs = directories.map((directory) =>
    findProgram('terraform', directory, installation()),
  )
  return programs.find((program) => program !== undefined && is115(program))
}

function is115(program: string): boolean {
  const { terraform_version } = JSON.parse(
    execFileSync(program, ['version', '-json'], { encoding: 'utf8' }),
  )
  const [major = 0, minor = 0] = String(terraform_version).split('.').map(Number)
  return major > 1 || (major === 1 && minor >= 15)
}

/** tofu, which comes first in the docs, or else terraform. */
export function toolOfDocs(): RealTool | undefined {
  const [tofu, terraform] = [findTofu(), findTerraform()]
  if (tofu) return { title: 'tofu', command: 'tofu', program: tofu }
  return terraform ? { title: 'terraform', command: 'terraform', program: terraform } : undefined
}

/** Every installed tool, and tofu under terraform's name. */
export function realTools(): RealTool[] {
  const [terraform, tofu, later] = [findTerraform(), findTofu(), findTerraform115()]
  const tools = [
    { title: 'terraform', command: 'terraform', program: terraform },
    { title: 'tofu', command: 'tofu', program: tofu },
    { title: 'tofu as terraform', command: 'terraform', program: tofu },
    { title: 'Terraform 1.15', command: 'terraform', program: later },
  ] as const
  return tools.flatMap(({ program, ...tool }, i) =>
    program && !(i === 3 && program === terraform) ? { ...tool, program } : [],
  )
}
