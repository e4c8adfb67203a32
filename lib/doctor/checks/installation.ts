import fs from 'node:fs'
import path from 'node:path'
import { chosenTools } from '../../files/installed-tools.ts'
import { isExecutable, isFile, readIfThere } from '../../files/read.ts'
import { broken, type Finding, ok, warning } from '../finding.ts'

export interface InstallationFacts {
  prefix: string
  version: string
  /** needed files that are missing or not executable, relative to the prefix */
  missing: readonly string[]
  /** files and directories that users other than the owner can write to, relative to the prefix */
  open: readonly string[]
  /** whether b2sum, sha256sum or shasum is installed */
  checksums: boolean
}

/** The build's list of the files that run, one name a line. Shims are not in it: each person chooses them. */
const list = 'libexec/files'
const programs = ['bin/tfsso', 'libexec/credentials']
/** The installer writes these beside the version. */
const beside = ['env', 'env.fish']
const directories = ['.', 'shims', 'bin', 'libexec', 'lib']

export function readInstallation(prefix: string): Pick<InstallationFacts, 'missing' | 'open'> {
  const listed = readIfThere(path.join(prefix, list))?.toString('utf8').trim().split('\n') ?? [list]
  const at = (name: string) => path.join(prefix, listed.includes(name) ? 'current' : '', name)
  const runnable = [...chosenTools(prefix).map((tool) => `shims/${tool}`), ...programs]
  const all = [...new Set([...runnable, ...listed, ...beside])]
  const missing = all.filter(
    (name) => !isFile(at(name)) || (runnable.includes(name) && !isExecutable(at(name))),
  )
  const open = [...directories, ...all].filter(
    (name) => ((fs.statSync(at(name), { throwIfNoEntry: false })?.mode ?? 0) & 0o022) !== 0,
  )
  return { missing, open }
}

export function checkInstallation(facts: InstallationFacts): Finding[] {
  const { prefix, version, missing, open, checksums } = facts
  const findings: Finding[] = []
  if (missing.length > 0) {
    const message = `The installation in ${prefix} is damaged. Missing or not executable: ${missing.join(', ')}.`
    findings.push(broken('files', message, ["Run tfsso's install.sh again."], prefix))
  } else findings.push(ok('files', `tfsso ${version} is in ${prefix}.`, prefix))
  if (open.length > 0) {
    const message = `Other users can change what terraform runs: they can write to ${open.join(', ')} in ${prefix}.`
    findings.push(warning('files-open', message, [`chmod -R go-w '${prefix}'`], prefix))
  }
  if (!checksums) {
    findings.push(
      warning('checksums', 'There is no b2sum, sha256sum or shasum, so every run starts node.', [
        'Install GNU coreutils or Perl.',
      ]),
    )
  }
  return findings
}
