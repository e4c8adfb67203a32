import {
  type Block,
  type Document,
  decodeLine,
  findBlocks,
  type Line,
  makeLine,
} from '../aws-config/document.ts'
import { readSetting } from '../aws-config/sections.ts'
import { isOfPortal, type Portal } from '../session/portal.ts'
import { headerOf, sectionLines, type WantedSection } from './plan-sections.ts'

export interface Merged {
  document: Document
  /** headers of wanted sections that were not written, because an existing section of the same name is not ours */
  inTheWay: string[]
  /** headers of our session sections that are no longer wanted, but stay because other sections use them */
  kept: string[]
}

export interface MergeOptions {
  /** undefined: every project */
  project: string | undefined
  /** the project's portals: two projects with the same name but different portals are different projects */
  portals?: readonly Portal[]
  /** replace sections of the same name that are not ours */
  force?: boolean
}

/**
 * Updates or removes our sections (those that tfsso wrote for this project), and adds new ones at the end. Sections
 * that are not ours stay, unless `force` replaces them.
 */
export function merge(
  document: Document,
  wanted: readonly WantedSection[],
  { project, portals, force = false }: MergeOptions,
): Merged {
  const blocks = findBlocks(document)
  const isOurs = (block: Block) =>
    block.owner !== undefined &&
    (project === undefined || block.owner === project) &&
    !(portals && isOfOther(block, portals, blocks))
  const changes = new Map<Block, Line[] | 'remove'>()
  const inTheWay: string[] = []
  const added: WantedSection[] = []

  for (const section of wanted) {
    const same = blocks.filter(({ kind, name }) => kind === section.kind && name === section.name)
    const foreign = same.filter((block) => !isOurs(block))
    if (foreign.length > 0 && !force) {
      inTheWay.push(headerOf(section))
      continue
    }
    const [first, ...others] = same
    if (!first) added.push(section)
    else if (isOurs(first)) changes.set(first, updated(document, first, section))
    else changes.set(first, newLines(section, project, document.eol))
    for (const other of others) changes.set(other, 'remove')
  }

  const gone = blocks.filter((block) => isOurs(block) && !changes.has(block))
  const kept: string[] = []
  for (const block of gone) {
    const used = blocks.some(
      (user) =>
        !gone.includes(user) &&
        !changes.has(user) &&
        user.settings.get('sso_session') === block.name,
    )
    if (block.kind === 'sso-session' && used) kept.push(headerOf({ ...block, kind: block.kind }))
    else changes.set(block, 'remove')
  }
  const sections = added.map((section) => newLines(section, project, document.eol))
  return { document: apply(document, changes, sections), inTheWay, kept }
}

/**
 * Whether a section belongs to a portal that is not in `portals`; false if its portal is not known. A profile belongs
 * to its session's portal.
 */
function isOfOther(block: Block, portals: readonly Portal[], blocks: readonly Block[]): boolean {
  const session =
    block.kind === 'sso-session'
      ? block
      : blocks.find(
          ({ kind, name }) => kind === 'sso-session' && name === block.settings.get('sso_session'),
        )
  const startUrl = session?.settings.get('sso_start_url')
  const region = session?.settings.get('sso_region')
  return (
    startUrl !== undefined && !portals.some((portal) => isOfPortal({ startUrl, region }, portal))
  )
}

function newLines(section: WantedSection, project: string | undefined, eol: Line['eol']): Line[] {
  return sectionLines(section, project ?? '').map((text) => makeLine(text, eol))
}

/** Lines that somebody added to our section stay. */
function updated(document: Document, block: Block, { settings }: WantedSection): Line[] {
  const lines = document.lines.slice(block.start, block.end)
  for (const [key, value] of settings) {
    const make = () => makeLine(`${key} = ${value}`, document.eol)
    // If a key occurs twice, the last one counts.
    const at = lines.findLastIndex((line) => readSetting(decodeLine(line))?.key === key)
    if (at < 0) lines.push(make())
    else if (block.settings.get(key) !== value) lines[at] = make()
  }
  return lines
}

function apply(
  document: Document,
  changes: ReadonlyMap<Block, Line[] | 'remove'>,
  added: readonly Line[][],
): Document {
  const lines: Line[] = []
  let at = 0
  for (const [block, change] of [...changes].sort(([a], [b]) => a.start - b.start)) {
    lines.push(...document.lines.slice(at, block.start))
    at = block.end
    if (change !== 'remove') lines.push(...change)
    // Also remove a blank line before the section: tfsso usually writes one there.
    else if (document.lines[block.start - 1]?.text === '') lines.pop()
  }
  lines.push(...document.lines.slice(at))
  for (const section of added) {
    if (lines.length > 0) lines.push(makeLine('', document.eol))
    lines.push(...section)
  }
  return { ...document, lines }
}
