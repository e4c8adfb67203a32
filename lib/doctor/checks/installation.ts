import fs from 'node:fs'
import path from 'node:path'
import { isExecutable, isFile } from '../../files/files.ts'
import { broken, type Finding, ok, warning } from '../finding.ts'

export interface InstallationFacts {
  prefix: string
  version: string
  /** what should be there and is not, from the prefix on */
  missing: readonly string[]
  /** what others than its owner may change */
  open: readonly string[]
  /** whether there is a b2sum, sha256sum or shasum */
  checksums: boolean
}

const programs = ['shims/terraform', 'shims/tofu', 'bin/tfsso', 'libexec/credentials']
/** The parts that sh reads as it goes. */
export const parts = [
  'chdir',
  'cover-job',
  'environment',
  'failures',
  'make-grant',
  'names',
  'needs-by-sub',
  'needs-of-tofu',
  'node',
  'plan-file',
  'print-environment',
  'put-away',
  'real-tool',
  'shim',
  'take-back',
  'tried',
  'two-accounts',
  'verb',
]
const files = [
  ...parts.map((part) => `libexec/${part}.sh`),
  ...['cli', 'shim', 'tfsso'].map((name) => `lib/${name}.js`),
  'env',
  'env.fish',
]
const directories = ['.', 'shims', 'bin', 'libexec', 'lib']

export function readInstallation(prefix: string): Pick<InstallationFacts, 'missing' | 'open'> {
  const at = (name: string) => path.join(prefix, name)
  const missing = [
    ...programs.filter((name) => !isExecutable(at(name))),
    ...files.filter((name) => !isFile(at(name))),
  ]
  const open = [...directories, ...programs, ...files].filter(
    (name) => ((fs.statSync(at(name), { throwIfNoEntry: false })?.mode ?? 0) & 0o022) !== 0,
  )
  return { missing, open }
}

/** What the installation consists of. */
export function checkInstallation(facts: InstallationFacts): Finding[] {
  const { prefix, version, missing, open, checksums } = facts
  const findings: Finding[] = []
  if (missing.length > 0) {
    const message = `The installation in ${prefix} is damaged: ${missing.join(', ')} missing, or not to be run.`
    findings.push(broken('files', message, ['Run tfsso’s install.sh again.'], prefix))
  } else findings.push(ok('files', `tfsso ${version} is in ${prefix}.`, prefix))
  if (open.length > 0) {
    const message = `Others may change what terraform runs: ${open.join(', ')} in ${prefix}.`
    findings.push(warning('files-open', message, [`chmod -R go-w '${prefix}'`], prefix))
  }
  if (!checksums) {
    findings.push(
      warning('checksums', 'There is no b2sum, sha256sum or shasum, so every run asks node anew.', [
        'Install GNU coreutils or Perl.',
      ]),
    )
  }
  return findings
}
