import {
  type Block,
  type Document,
  decodeLine,
  findBlocks,
  type Line,
  makeLine,
} from '../aws-config/document.ts'
import { isOfPortal, type Portal } from '../session/portal.ts'
import { headerOf, sectionLines, type WantedSection } from './sections.ts'

/** What becomes of a document. */
export interface Merged {
  document: Document
  /** the headers of sections in the way that tfsso did not write */
  inTheWay: string[]
  /** sessions of ours that are to go but that other sections use, so that they stay */
  kept: string[]
}

export interface MergeOptions {
  /** whose sections are ours; undefined: every project's */
  project: string | undefined
  /** where that project logs in: a project of that name at another portal is another one */
  portal?: Portal
  /** replace sections that tfsso did not write */
  force?: boolean
}

/**
 * Puts the wanted sections into a document: those of ours are brought up to date in their place, new
 * ones go to its end, and those of ours that are wanted no more are taken out. What is not ours stays
 * as it is, byte for byte. Without wanted sections it takes out all that is ours.
 */
export function merge(
  document: Document,
  wanted: readonly WantedSection[],
  { project, portal, force = false }: MergeOptions,
): Merged {
  const blocks = findBlocks(document)
  const isOurs = (block: Block) =>
    block.owner !== undefined &&
    (project === undefined || block.owner === project) &&
    !(portal && isOfOther(block, portal, blocks))
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

/** Whether a section says that it is of another portal: by itself, or by the session that it names. */
function isOfOther(block: Block, portal: Portal, blocks: readonly Block[]): boolean {
  const session =
    block.kind === 'sso-session'
      ? block
      : blocks.find(
          ({ kind, name }) =>
            kind === 'sso-session' && name === block.settings.get('sso_session')?.trim(),
        )
  const startUrl = session?.settings.get('sso_start_url')
  const region = session?.settings.get('sso_region')?.trim()
  return startUrl !== undefined && !isOfPortal({ startUrl, region }, portal)
}

function newLines(section: WantedSection, project: string | undefined, eol: Line['eol']): Line[] {
  return sectionLines(section, project ?? '').map((text) => makeLine(text, eol))
}

/** A section of ours with the values that it must have. Lines that somebody added there stay. */
function updated(document: Document, block: Block, { settings }: WantedSection): Line[] {
  const lines = document.lines.slice(block.start, block.end)
  for (const [key, value] of settings) {
    const make = () => makeLine(`${key} = ${value}`, document.eol)
    // Where a key stands twice the last one counts.
    const at = lines.findLastIndex((line) => settingKey(line) === key)
    if (at < 0) lines.push(make())
    else if (block.settings.get(key)?.trim() !== value) lines[at] = make()
  }
  return lines
}

function settingKey(line: Line): string | undefined {
  return /^([^\s#;[=][^=]*?)\s*=/.exec(decodeLine(line))?.[1]
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
    // The blank line before it came with it.
    else if (document.lines[block.start - 1]?.text === '') lines.pop()
  }
  lines.push(...document.lines.slice(at))
  for (const section of added) {
    if (lines.length > 0) lines.push(makeLine('', document.eol))
    lines.push(...section)
  }
  return { ...document, lines }
}
