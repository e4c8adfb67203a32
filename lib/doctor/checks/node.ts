import { type Entry, writableByOthers } from '../../files/writable-by-others.ts'
import { oldestNode } from '../../process/oldest-node.ts'
import { broken, type Finding, ok, warning } from '../finding.ts'

/** When each release line of Node.js gets its last security fix (Node.js's release schedule). */
const endOfLife: Record<string, string> = {
  20: '2026-04-30',
  21: '2024-06-01',
  22: '2027-04-30',
  23: '2025-06-01',
  24: '2028-04-30',
  25: '2026-06-01',
  26: '2029-04-30',
}

export interface NodeFacts {
  /** the path in libexec/node-path; undefined if there is none */
  recorded: string | undefined
  /** whether that path is an executable program */
  found: boolean
  /** the Node.js of this process: the recorded one if `found`, otherwise the one on PATH */
  running: { file: string; version: string }
  /** the running Node.js and its directory, with links resolved */
  entries: readonly Entry[]
  uid: number
  /** the installation, which can contain its own Node.js */
  prefix: string
  /** ms since 1970 */
  now: number
}

const install = "Install Node.js 24 or 26 and run tfsso's install.sh again."
const upgrade = 'Install a newer release of tfsso: it contains a newer Node.js.'

/** Checks the Node.js that the shims start for a new grant. */
export function checkNode({ prefix, recorded, found, now, ...facts }: NodeFacts): Finding[] {
  const isOwn = recorded?.startsWith(`${prefix}/`) ?? false
  return [
    checkRecorded(recorded, found, isOwn, facts.running.file),
    checkVersion(facts.running, isOwn ? upgrade : install, now),
    checkOwner(facts.entries, facts.uid),
  ]
}

/** If other users can change this Node.js, they can steal every session through it. */
function checkOwner(entries: readonly Entry[], uid: number): Finding {
  const check = 'node-owner'
  const open = writableByOthers(entries)
  if (open) {
    const message = `Other users can change the Node.js that tfsso runs: they can write to ${open.file}.`
    return broken(check, message, [`chmod go-w '${open.file}'`], open.file)
  }
  const foreign = entries.find((entry) => entry.uid !== 0 && entry.uid !== uid)
  if (foreign) {
    const message = `Another user (uid ${foreign.uid}) owns ${foreign.file}, and can change the Node.js that tfsso runs.`
    const advice = ['If you do not trust that user, use another Node.js and run `tfsso setup`.']
    return warning(check, message, advice, foreign.file)
  }
  return ok(check, 'Only you and root can change this Node.js.', entries[0]?.file ?? null)
}

function checkRecorded(
  recorded: string | undefined,
  found: boolean,
  isOwn: boolean,
  instead: string,
): Finding {
  const check = 'node-recorded'
  if (found && isOwn) return ok(check, 'tfsso runs the Node.js that came with it.', recorded)
  if (found && recorded !== undefined)
    return ok(check, `tfsso runs the Node.js that its installer recorded, ${recorded}.`, recorded)
  const what =
    recorded === undefined
      ? 'No Node.js is recorded in libexec/node-path'
      : `The Node.js that tfsso's installer recorded, ${recorded}, is gone`
  const advice = ["Run tfsso's install.sh again: it records the Node.js that is there now."]
  return warning(
    check,
    `${what}; tfsso uses ${instead} from PATH instead.`,
    advice,
    recorded ?? null,
  )
}

function checkVersion(
  { file, version }: NodeFacts['running'],
  advice: string,
  now: number,
): Finding {
  const check = 'node-version'
  if (compareVersions(version, oldestNode) < 0) {
    const message = `Node.js ${version} (${file}) is too old: ${oldestNode} or later is needed.`
    return broken(check, message, [advice], version)
  }
  const end = endOfLife[version.split('.', 1)[0] ?? '']
  if (end !== undefined && now >= Date.parse(end)) {
    const message = `Node.js ${version} (${file}) works, but has had no fixes since ${end}.`
    return warning(check, message, [advice], version)
  }
  return ok(check, `Node.js ${version} is new enough.`, version)
}

/** Less than 0 if `a` is older than `b`. Both are written as in `process.versions.node`. */
export function compareVersions(a: string, b: string): number {
  const numbers = (version: string) => version.split(/[.-]/).slice(0, 3).map(Number)
  const [one, other] = [numbers(a), numbers(b)]
  for (let part = 0; part < 3; part++) {
    const difference = (one[part] ?? 0) - (other[part] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
